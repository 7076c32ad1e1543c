"""Checking the answers, handing in, the receipt, and withdrawing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Denied
from core.forms import posted_version
from core.workflow import can
from criteria.queries import typed_ruleset
from products import rules
from products.actions import dossiers as actions
from products.content import sections_of
from products.enums import DossierState
from products.forms import ReasonForm
from products.models import Dossier
from products.places import unit_above
from products.reporting import progress_of
from products.selfcheck import self_sheet
from products.views.common import dossier_or_404
from products.views.dossiers import progress


def _goes_to(dossier: Dossier) -> str:
    """The unit that will check the dossier, as a sentence writes it."""
    if dossier.code:
        return dossier.holder.area
    entry = unit_above(dossier.commune or dossier.district, typed_ruleset(dossier.ruleset).entry_level.code)
    return (entry or dossier.district).area


@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything once more, each line with its link to change it; nothing is handed in before the button is pressed."""
    dossier = dossier_or_404(request, pk)
    if not rules.can_edit_dossier(request.user, dossier):
        if rules.is_applicant(request.user, dossier):
            return redirect("products:dossier", pk=dossier.pk)
        rules.check_edit_dossier(request.user, dossier)
    refusal = ""
    if request.method == "POST":
        try:
            actions.submit(dossier=dossier, actor=request.user, version=posted_version(request))
        except Denied as denied:
            refusal = denied.sentence
            dossier = dossier_or_404(request, pk)
        else:
            return redirect("products:dossier_submitted", pk=dossier.pk)
    how_far = progress(sections_of(dossier))
    closed = dossier.state == DossierState.DRAFT and not rules.round_receives(dossier.round)
    sheet = self_sheet(dossier)
    context = {
        "dossier": dossier,
        "product": dossier.product,
        "producer": dossier.producer,
        "sheet": sheet,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "goes_to": _goes_to(dossier),
        "written": progress_of(dossier),
        "closed": closed,
        "lacks_checker": rules.lacks_checker(dossier, request.user),
        "ready": not closed and not how_far["lacking"] and not how_far["returned"] and sheet.complete,
        "groups": [("Phần bắt buộc", how_far["mandatory"]), ("Phần nộp nếu có", how_far["optional"])],
        **how_far,
    }
    return render(request, "products/check_answers.html", context, status=422 if refusal else 200)


@require_safe
def submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: code, time, what happens next. Reloading it hands in nothing."""
    dossier = dossier_or_404(request, pk)
    if not dossier.submitted_at:
        return redirect("products:dossier", pk=dossier.pk)
    return render(request, "products/submitted.html", {"dossier": dossier, "proposing": rules.is_proposing(dossier)})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own: what withdrawing means, and why."""
    dossier = dossier_or_404(request, pk)
    if not can(dossier, "withdraw", request.user):
        raise Denied("Hồ sơ không rút được ở bước này.", obj=dossier, action="dossier.withdraw")
    form = ReasonForm(request.POST or None, initial={"version": dossier.version})
    if form.is_valid():
        actions.withdraw(
            dossier=dossier,
            actor=request.user,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return redirect("products:dossier", pk=dossier.pk)
    context = {
        "heading": "Rút hồ sơ",
        "form": form,
        "what": [
            f"Hồ sơ {dossier.code or 'đang lập'} của sản phẩm “{dossier.product_name}” được rút khỏi {dossier.round.name}.",
            "Đơn vị đang giữ hồ sơ thấy lý do rút. Các tệp và lịch sử vẫn được lưu.",
            "Sản phẩm lập được hồ sơ mới khi đợt còn nhận hồ sơ.",
        ],
        "undone": "Hồ sơ đã rút không mở lại được.",
        "action_label": "Rút hồ sơ",
        "back_url": reverse("products:dossier", args=[dossier.pk]),
    }
    return render(request, "products/confirm.html", context)
