"""Phản ánh: anybody may tell what is wrong with a product, without an account."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from catalogue.forms_complaint import ComplaintForm, product_of
from catalogue.limits import limited
from core.errors import Denied
from core.files import UploadRefused
from inspections.actions.complaints import receive_public

_KEPT = "complaint_code"


@require_http_methods(["GET", "POST"])
@limited("complaint_page")
def complain(request: HttpRequest) -> HttpResponse:
    """The form; `?sp=` names the product from whose page the visitor comes."""
    if request.method == "POST":
        return _send(request)
    product = product_of(request.GET.get("sp", ""))
    return render(request, "catalogue/complain.html", {"form": ComplaintForm(product=product), "product": product})


@limited("complaint")
def _send(request: HttpRequest) -> HttpResponse:
    product = product_of(request.GET.get("sp", ""))
    form = ComplaintForm(request.POST, request.FILES, product=product)
    if form.is_valid():
        if form.by_program:
            form.add_error(None, "Trang đã mở quá lâu hoặc gửi quá nhanh. Bấm gửi lại sau vài giây.")
            form.start_again()
        else:
            try:
                made = receive_public(values=form.values(), photo=form.cleaned_data.get("photo"))
            except (Denied, UploadRefused) as refusal:
                form.add_error(None, refusal.sentence)
            else:
                request.session[_KEPT] = [made.code, made.due_on.isoformat(), made.unit.name]
                return redirect("catalogue:complained")
    return render(request, "catalogue/complain.html", {"form": form, "product": product})


@require_GET
@limited("complaint_page")
def complained(request: HttpRequest) -> HttpResponse:
    """What happens next; shown again on reload without sending twice."""
    kept = request.session.get(_KEPT)
    if not kept:
        return redirect("catalogue:complain")
    context = {"code": kept[0], "due_on": date.fromisoformat(kept[1]), "unit": kept[2]}
    return render(request, "catalogue/complained.html", context)
