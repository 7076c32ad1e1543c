"""What has a due date: repairs, re-checks, revocations, complaints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from core.formats import date_vn
from inspections.enums import FINAL, ActionState, CaseState, ComplaintState
from inspections.messages import LEADERS, OFFICERS, people_at, producers_people
from inspections.models import Complaint, CorrectiveAction, RevocationCase
from notifications.reminders import Due, ReminderKind, register


def _actions(state: str) -> Iterator[CorrectiveAction]:
    rows = CorrectiveAction.objects.filter(state=state, finding__inspection__state__in=FINAL)
    yield from rows.select_related("finding__inspection__unit", "finding__inspection__district")


def _repairs(today: dt.date) -> Iterator[Due]:
    """The producer repairs and reports; officers of the unit learn when it is late."""
    for action in _actions(ActionState.OPEN):
        inspection = action.finding.inspection
        yield Due(
            obj=action,
            due_on=action.due_on,
            title=f"Hạn khắc phục sau kiểm tra: {inspection.site_name}",
            body=action.text,
            url=reverse("inspections:action", args=[action.pk]),
            recipients=(*producers_people(inspection.producer_id), *people_at(inspection.unit, OFFICERS)),
            leaders=tuple(people_at(inspection.unit, LEADERS)),
            unit_id=inspection.unit_id,
        )


def _rechecks(today: dt.date) -> Iterator[Due]:
    """Who inspected checks again."""
    for action in _actions(ActionState.REPORTED):
        inspection = action.finding.inspection
        if action.recheck_on is not None:
            yield Due(
                obj=action,
                due_on=action.recheck_on,
                title=f"Kiểm tra lại việc khắc phục: {inspection.site_name}",
                body=action.text,
                url=reverse("inspections:action", args=[action.pk]),
                recipients=tuple(people_at(inspection.unit, OFFICERS)),
                leaders=tuple(people_at(inspection.unit, LEADERS)),
                unit_id=inspection.unit_id,
            )


def _revocations(today: dt.date) -> Iterator[Due]:
    """The law's term for revoking (26/2026/QĐ-TTg, Điều 8 khoản 4)."""
    rows = RevocationCase.objects.filter(state__in=[CaseState.DRAFT, CaseState.PROPOSED], due_on__isnull=False)
    for case in rows.select_related("proposing_unit", "competent_unit"):
        if case.due_on is None:
            continue
        holder = case.proposing_unit if case.state == CaseState.DRAFT else case.competent_unit or case.proposing_unit
        yield Due(
            obj=case,
            due_on=case.due_on,
            title=f"Hạn thu hồi giấy chứng nhận: {case.product_name}",
            body=f"Kết luận ngày {date_vn(case.concluded_on)}. {case.get_state_display()}.",
            url=reverse("inspections:case", args=[case.pk]),
            recipients=tuple(people_at(holder, OFFICERS)),
            leaders=tuple(people_at(holder, LEADERS)),
            unit_id=holder.pk,
        )


def _complaints(today: dt.date) -> Iterator[Due]:
    """Complaints are answered within the installation's days."""
    rows = Complaint.objects.filter(state__in=[ComplaintState.RECEIVED, ComplaintState.INSPECTING])
    for complaint in rows.select_related("unit"):
        yield Due(
            obj=complaint,
            due_on=complaint.due_on,
            title=f"Hạn xử lý phản ánh {complaint.code}",
            body=complaint.about,
            url=reverse("inspections:complaint", args=[complaint.pk]),
            recipients=tuple(people_at(complaint.unit, OFFICERS)),
            leaders=tuple(people_at(complaint.unit, LEADERS)),
            unit_id=complaint.unit_id,
        )


register(ReminderKind(code="inspections.repair", label="Khắc phục sau kiểm tra", dues=_repairs))
register(ReminderKind(code="inspections.recheck", label="Kiểm tra lại", dues=_rechecks, days_before=(7, 3, 1, 0)))
register(
    ReminderKind(code="inspections.revocation", label="Hạn thu hồi", dues=_revocations, days_before=(10, 5, 3, 1, 0))
)
register(
    ReminderKind(code="inspections.complaint", label="Hạn xử lý phản ánh", dues=_complaints, days_before=(7, 3, 1, 0))
)
