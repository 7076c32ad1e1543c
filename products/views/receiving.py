"""The receiving unit: item by item, then back for completion or accepted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import audit
from core.errors import Denied
from core.files.pages import page_count
from core.formats import date_vn, today
from core.forms import posted_version
from products import rules, workflow
from products.actions import dossiers as actions
from products.content import Section, missing_items, samples_asked, sections_to_check
from products.dossier_links import links_of
from products.enums import DossierState, ItemVerdict
from products.forms import ReturnForm, SamplesForm
from products.models import Dossier, DossierItem, Evidence
from products.selfcheck import self_sheet
from products.snapshots import last_comparison
from products.transitions import supplement_due
from products.views.common import dossier_or_404

HANDED_OVER = ("dossier.submit", "dossier.propose", "dossier.forward")


def _to_receive(request: HttpRequest, pk: int) -> Dossier:
    dossier = dossier_or_404(request, pk)
    rules.check_receive(request.user, dossier)
    return dossier


@require_safe
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """All items with their files and verdicts; the chosen file's pages beside them."""
    dossier = dossier_or_404(request, pk)
    if not rules.can_receive(request.user, dossier):
        return redirect("products:dossier", pk=dossier.pk)
    return _checklist(request, dossier)


def _checklist(request: HttpRequest, dossier: Dossier, refused: DossierItem | None = None) -> HttpResponse:
    """The page; `refused` is the item whose reason was sent empty: its box stays open with the error."""
    sections, left_out = sections_to_check(dossier, proposing=rules.is_proposing(dossier))
    if refused is not None:  # also one that was left out stands open among the others
        sections += [section for section in left_out if section.item.pk == refused.pk]
        left_out = [section for section in left_out if section.item.pk != refused.pk]
    viewed = _viewed(request, sections)
    changed = last_comparison(dossier) if _came_back(dossier) else None
    context: dict[str, Any] = {
        "dossier": dossier,
        "product": dossier.product,
        "sections": sections,
        "left_out": left_out,
        "sheet": self_sheet(dossier),
        "viewed": viewed,
        "viewed_code": next((section.item.code for section in sections if viewed in section.evidence), ""),
        "pages": range(1, min(page_count(viewed.file), 30) + 1) if viewed and viewed.file.available else [],
        "checked": sum(section.item.verdict != ItemVerdict.UNCHECKED for section in sections),
        "failing": [section for section in sections if section.item.verdict == ItemVerdict.MISSING],
        "unchecked": [section for section in sections if section.item.verdict == ItemVerdict.UNCHECKED],
        "verdicts": ItemVerdict,
        "changed": changed,
        "links": links_of(request.user, dossier),
        "refused": refused,
        "reason_error": f"Ghi lý do cần bổ sung “{refused.name}”." if refused else "",
        "has_errors": refused is not None,
    }
    return render(request, "products/receive.html", context, status=422 if refused else 200)


def _came_back(dossier: Dossier) -> bool:
    """Handed in again at this unit. What came up from below was never seen here, however often it was handed in there."""
    moves = audit.timeline(dossier).filter(action__in=HANDED_OVER)
    last = moves.values_list("action", flat=True).first() if dossier.submissions > 1 else None
    return last == "dossier.submit"


def _viewed(request: HttpRequest, sections: list[Section]) -> Evidence | None:
    """The file that the person looks at: the one asked for, else the first."""
    files = [evidence for section in sections for evidence in section.evidence]
    asked = request.POST.get("tep", "") or request.GET.get("tep", "")
    return next((row for row in files if str(row.pk) == asked), files[0] if files else None)


@require_POST
def check_item(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Say of one item that it passes or what is missing."""
    dossier = _to_receive(request, pk)
    item = get_object_or_404(dossier.items, code=code)
    verdict = request.POST.get("verdict", "")
    if verdict not in ItemVerdict.values:
        raise Denied("Chọn “đạt” hoặc “cần bổ sung”.", obj=dossier, action="dossier.check_item")
    if verdict == ItemVerdict.MISSING and not request.POST.get("reason", "").strip():
        return _checklist(request, dossier, refused=item)
    actions.check_item(
        item=item,
        actor=request.user,
        verdict=verdict,
        reason=request.POST.get("reason", ""),
        version=posted_version(request),
    )
    seen = request.POST.get("tep", "")
    query = f"?tep={seen}" if seen.isascii() and seen.isdigit() else ""
    return redirect(f"{reverse('products:dossier_receive', args=[dossier.pk])}{query}#muc-{code}")


@require_POST
def pass_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of everything not looked at yet that it passes."""
    dossier = _to_receive(request, pk)
    count = actions.pass_unchecked_items(dossier=dossier, actor=request.user)
    messages.success(request, f"Đã ghi “đạt” cho {count} phần còn lại.")
    return redirect("products:dossier_receive", pk=dossier.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own: which items go back and why, until when."""
    dossier = _to_receive(request, pk)
    form = ReturnForm(request.POST or None, initial={"version": dossier.version})
    failing = list(dossier.items.filter(verdict=ItemVerdict.MISSING))
    if form.is_valid():
        actions.return_dossier(
            dossier=dossier,
            actor=request.user,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        messages.success(request, f"Đã trả lại hồ sơ {dossier.code} để hoàn thiện.")
        return redirect("products:dossier", pk=dossier.pk)
    context = {
        "dossier": dossier,
        "failing": failing,
        "heading": "Trả lại hồ sơ để hoàn thiện",
        "form": form,
        "what": [
            *(f"“{item.name}”: {item.reason}" for item in failing),
            f"Người nộp sửa các phần này và nộp lại chậm nhất ngày {date_vn(supplement_due(dossier))}. "
            "Phần đã đạt giữ kết quả, trừ phần người nộp sửa lại.",
        ]
        if failing
        else [],
        "undone": "" if failing else "Chưa có phần nào được đánh dấu cần bổ sung. Quay lại để ghi lý do cho từng phần.",
        "action_label": "Trả lại hồ sơ",
        "back_url": reverse("products:dossier_receive", args=[dossier.pk]),
    }
    return render(request, "products/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own: accepting ends the check."""
    dossier = _to_receive(request, pk)
    if request.method == "POST":
        actions.accept(dossier=dossier, actor=request.user, version=posted_version(request))
        messages.success(request, f"Đã tiếp nhận hồ sơ {dossier.code}.")
        return redirect("products:dossier", pk=dossier.pk)
    context = {
        "dossier": dossier,
        "heading": "Tiếp nhận hồ sơ",
        "version": dossier.version,
        "what": [
            f"Hồ sơ {dossier.code} “{dossier.product_name}” của {dossier.producer_name} được tiếp nhận.",
            "Chủ thể thấy hồ sơ đã đủ và không sửa được nữa.",
            "Hồ sơ chờ đưa vào phiên họp của Hội đồng.",
        ],
        "undone": _samples_lacking(dossier),
        "action_label": "Tiếp nhận hồ sơ",
        "back_url": reverse("products:dossier_receive", args=[dossier.pk]),
    }
    return render(request, "products/confirm.html", context)


def _samples_lacking(dossier: Dossier) -> str:
    count = samples_asked(dossier)
    return (
        f"Chưa ghi nhận sản phẩm mẫu, quy định {count:02d} đơn vị." if count and not dossier.samples_received_on else ""
    )


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The commune's proposal to the level that scores."""
    dossier = dossier_or_404(request, pk)
    if dossier.state != DossierState.ACCEPTED or not workflow.receiver(request.user, dossier):
        return redirect("products:dossier", pk=dossier.pk)
    lacking = missing_items(dossier, prepared_by="commune")
    if lacking and request.method != "POST":
        names = "; ".join(f"“{item.name}”" for item in lacking)
        messages.warning(request, f"Trước khi đề nghị, soạn và ban hành: {names}.")
        return redirect(f"{reverse('products:dossier', args=[dossier.pk])}#giay-to-cap-xa")
    if request.method == "POST":
        actions.propose(dossier=dossier, actor=request.user, version=posted_version(request))
        messages.success(request, f"Đã chuyển hồ sơ {dossier.code} tới {dossier.holder.area}.")
        return redirect("products:dossier", pk=dossier.pk)
    context = {
        "dossier": dossier,
        "heading": "Đề nghị cấp trên đánh giá",
        "version": dossier.version,
        "what": [
            f"Hồ sơ {dossier.code} “{dossier.product_name}” được chuyển lên cấp chấm điểm.",
            "Giấy tờ do cấp xã lập đi kèm hồ sơ của chủ thể.",
        ],
        "action_label": "Chuyển hồ sơ",
        "back_url": reverse("products:dossier", args=[dossier.pk]),
    }
    return render(request, "products/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def samples(request: HttpRequest, pk: int) -> HttpResponse:
    """How many samples came, and on which day."""
    dossier = dossier_or_404(request, pk)
    rules.check_record_samples(request.user, dossier)
    asked = samples_asked(dossier)
    first = {
        "received_on": dossier.samples_received_on or today(),
        "count": dossier.samples_received or asked or None,
        "version": dossier.version,
    }
    form = SamplesForm(request.POST or None, initial=first)
    if form.is_valid():
        actions.record_samples(
            dossier=dossier,
            actor=request.user,
            received_on=form.cleaned_data["received_on"],
            count=form.cleaned_data["count"],
            version=form.cleaned_data["version"],
        )
        messages.success(request, f"Đã ghi nhận {form.cleaned_data['count']} đơn vị mẫu.")
        return redirect("products:dossier", pk=dossier.pk)
    context = {
        "heading": "Ghi nhận sản phẩm mẫu",
        "form": form,
        "what": [
            f"Sản phẩm mẫu của hồ sơ {dossier.code} “{dossier.product_name}”, gửi kèm hồ sơ giấy.",
            f"Quy định của đợt: {asked:02d} đơn vị sản phẩm." if asked else "Nhóm sản phẩm này không phải nộp mẫu.",
        ],
        "action_label": "Ghi nhận mẫu",
        "back_url": reverse("products:dossier", args=[dossier.pk]),
    }
    return render(request, "products/confirm.html", context)
