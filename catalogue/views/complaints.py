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
from inspections.checklists import terms
from inspections.lookup import spaced, status_of
from products.models import Product

_KEPT = "complaint_code"


@require_http_methods(["GET", "POST"])
@limited("complaint_page")
def complain(request: HttpRequest) -> HttpResponse:
    """The form; `?sp=` names the product from whose page the visitor comes."""
    if request.method == "POST":
        return _send(request)
    product = product_of(request.GET.get("sp", ""))
    return _page(request, ComplaintForm(product=product), product)


def _page(request: HttpRequest, form: ComplaintForm, product: Product | None) -> HttpResponse:
    context = {"form": form, "product": product, "kept_days": terms()["complaint_sender_kept_days"]}
    return render(request, "catalogue/complain.html", context)


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
                request.session[_KEPT] = [made.code, made.due_on.isoformat(), made.unit.name, made.lookup_code]
                return redirect("catalogue:complained")
    return _page(request, form, product)


@require_GET
@limited("complaint_page")
def complained(request: HttpRequest) -> HttpResponse:
    """What happens next; shown again on reload without sending twice."""
    kept = request.session.get(_KEPT)
    if not kept or len(kept) != 4:
        return redirect("catalogue:complain")
    code, due_on, unit, lookup = kept
    context = {"code": code, "due_on": date.fromisoformat(due_on), "unit": unit, "lookup": spaced(lookup)}
    return render(request, "catalogue/complained.html", context)


@require_http_methods(["GET", "POST"])
@limited("complaint_page")
def complaint_status(request: HttpRequest) -> HttpResponse:
    """How a complaint stands, for whoever holds its look-up code. The code comes by POST: it stays out of addresses."""
    if request.method == "POST":
        return _look_up(request)
    return render(request, "catalogue/complaint_status.html")


@limited("complaint_status")
def _look_up(request: HttpRequest) -> HttpResponse:
    found = status_of(request.POST.get("ma", "")[:80])
    return render(request, "catalogue/complaint_status.html", {"status": found, "asked": True})
