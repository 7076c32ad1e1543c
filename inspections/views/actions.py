"""Corrective actions: list, page, report, evidence, re-check."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.files import UploadRefused
from core.formats import number_vn
from core.lists import Column, ListPage, Order
from inspections import rules
from inspections.actions import findings as steps
from inspections.enums import ActionState
from inspections.filters import ActionFilter
from inspections.forms import RecheckForm, RepairForm
from inspections.models import CorrectiveAction
from inspections.views.common import answers_scripts, history, is_script, saved, tabs
from inspections.visibility import is_producer_only, visible_actions


class ActionList(ListPage):
    """Corrective actions of the inspections that the person sees."""

    template_name = "inspections/actions.html"
    filterset_class = ActionFilter
    orders = (Order("han", "Hạn gần nhất", ("due_on", "id")), Order("moi", "Mới nhất", ("-id",)))
    columns = (
        Column("Cuộc kiểm tra", lambda row: row.finding.inspection.code, 16),
        Column("Cơ sở", lambda row: row.finding.inspection.site_name, 40),
        Column("Huyện, thành phố", lambda row: row.finding.inspection.district.as_district, 22),
        Column("Phát hiện", lambda row: row.finding.text, 60),
        Column("Mức độ", lambda row: row.finding.get_severity_display(), 22),
        Column("Yêu cầu khắc phục", lambda row: row.text, 60),
        Column("Hạn", lambda row: row.due_on, 12),
        Column("Trạng thái", lambda row: row.get_state_display(), 24),
    )
    export_name = "khac-phuc"

    def rows(self) -> QuerySet[CorrectiveAction]:
        """Visible actions."""
        return visible_actions(self.request.user)

    def decorate(self, rows: QuerySet[CorrectiveAction]) -> QuerySet[CorrectiveAction]:
        """Finding, site, place."""
        return rows.select_related("finding__inspection__district")

    def extra(self) -> dict[str, Any]:
        """Plainer words for producers."""
        return {"tabs": tabs(self.request, "inspections:actions"), "plain": is_producer_only(self.request.user)}


def _action(request: HttpRequest, pk: int) -> CorrectiveAction:
    rows = visible_actions(request.user).select_related(
        "finding__inspection__unit__parent", "finding__inspection__team", "finding__inspection__district",
        "finding__product__recognition", "reported_by", "rechecked_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, row: CorrectiveAction, **more: Any) -> HttpResponse:
    user = request.user
    may_repair = row.state == ActionState.OPEN and rules.repairer(user, row)
    may_recheck = (
        row.state in {ActionState.OPEN, ActionState.REPORTED}
        and rules.rechecker(user, row)
        and row.reported_by_id != user.pk
    )
    context = {
        "action": row,
        "finding": row.finding,
        "inspection": row.finding.inspection,
        "evidence": row.evidence.select_related("file"),
        "may_repair": may_repair,
        "may_recheck": may_recheck,
        "repair_form": RepairForm() if may_repair else None,
        "recheck_form": RecheckForm() if may_recheck else None,
        "may_revoke": row.state == ActionState.FAILED and rules.inspection_officer(user, row.finding.inspection),
        "plain": is_producer_only(user),
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_words": f"{number_vn(settings.UPLOAD_MAX_BYTES // 1_000_000)} MB",
        "events": history(row) if not is_producer_only(user) else [],
    } | more
    return render(request, "inspections/action.html", context)


@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One corrective action: what, until when, what was done, what the re-check said."""
    return _page(request, _action(request, pk))


def _take_files(request: HttpRequest, row: CorrectiveAction) -> None:
    for upload in request.FILES.getlist("evidence"):
        steps.add_evidence(action=row, upload=upload, actor=request.user)


@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The producer, or an officer for it, reports the repair with its evidence."""
    row = _action(request, pk)
    form = RepairForm(request.POST)
    rules.check_may_repair(request.user, row)
    if not form.is_valid():
        return _page(request, row, repair_form=form, form=form)
    try:
        _take_files(request, row)
    except UploadRefused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, row, repair_form=form, form=form)
    steps.take(action=row, step="report", actor=request.user, report=form.cleaned_data["report"])
    messages.success(request, "Đã gửi báo cáo khắc phục. Đoàn kiểm tra sẽ kiểm tra lại.")
    return redirect("inspections:action", pk=row.pk)


def _one_file(request: HttpRequest, row: CorrectiveAction) -> Any:
    given = request.FILES.get("file")
    if given is None:
        raise UploadRefused("Chưa chọn tệp.")
    return steps.add_evidence(action=row, upload=given, actor=request.user)


@require_POST
@answers_scripts
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """One file of evidence on its own."""
    row = _action(request, pk)
    try:
        evidence = _one_file(request, row)
    except UploadRefused as refusal:
        if is_script(request):
            raise
        messages.error(request, refusal.sentence)
        return redirect("inspections:action", pk=row.pk)
    if not is_script(request):
        return redirect("inspections:action", pk=row.pk)
    return saved(id=str(evidence.file_id), name=evidence.file.name, size=evidence.file.size)


@require_POST
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """The team's second look."""
    row = _action(request, pk)
    form = RecheckForm(request.POST)
    if not form.is_valid():
        return _page(request, row, recheck_form=form, form=form)
    data = form.cleaned_data
    steps.take(
        action=row, step=data["result"], actor=request.user, reason=data["note"] if data["result"] != "accept" else "",
        note=data["note"], due_on=data["due_on"],
    )  # fmt: skip
    messages.success(request, "Đã ghi kết quả kiểm tra lại.")
    return redirect("inspections:action", pk=row.pk)
