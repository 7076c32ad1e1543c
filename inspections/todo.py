"""What waits for whom in inspections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.seats import has_role
from core.formats import local_date, today
from inspections import rules
from inspections.enums import ActionState, CaseState, ComplaintState, InspectionState, PlanState
from inspections.visibility import (
    visible_actions,
    visible_cases,
    visible_complaints,
    visible_inspections,
    visible_plans,
)
from notifications import todo
from products.rules import owns


def _plans(user: Any) -> Iterator[todo.TodoItem]:
    if not has_role(user, *rules.APPROVING):
        return
    for plan in visible_plans(user).filter(state=PlanState.SUBMITTED).select_related("unit"):
        if rules.leads_at(user, plan.unit) and user.pk not in {plan.submitted_by_id, plan.created_by_id}:
            yield todo.TodoItem(
                title="Duyệt kế hoạch kiểm tra", about=plan.name, url=reverse("inspections:plan", args=[plan.pk]),
                button="Xem và duyệt", kind="inspection", icon="clipboard-check",
            )  # fmt: skip


def _visits(user: Any) -> Iterator[todo.TodoItem]:
    """Visits of one's teams, and for the unit's officers those that still have no day."""
    if not has_role(user, *rules.INSPECTING):
        return
    teams = rules.places_in_teams(user).values("team")
    mine = Q(team__in=teams) | Q(unit__in=[unit.pk for unit in rules.planning_units(user)])
    open_ = visible_inspections(user).filter(mine, state__in=[InspectionState.PLANNED, InspectionState.UNDER_WAY])
    for row in open_.select_related("unit").order_by("starts_at", "due_on", "pk")[:60]:
        if row.state == InspectionState.UNDER_WAY:
            yield _visit("Hoàn thành cuộc kiểm tra", row, "inspections:sheet", "Mở phiếu", row.starts_at)
        elif row.starts_at is None:
            if rules.plans_at(user, row.unit):
                yield _visit("Xếp lịch kiểm tra", row, "inspections:schedule", "Xếp lịch", row.due_on)
        elif local_date(row.starts_at) <= today():
            yield _visit("Kiểm tra tại cơ sở", row, "inspections:inspection", "Mở", row.starts_at)


def _visit(title: str, row: Any, view: str, button: str, due: Any) -> todo.TodoItem:
    return todo.TodoItem(
        title=title, about=f"{row.site_name} · {row.code}", due_at=due, url=reverse(view, args=[row.pk]), button=button,
        kind="inspection",
        icon="clipboard-check",
    )  # fmt: skip


def _repairs(user: Any) -> Iterator[todo.TodoItem]:
    rows = visible_actions(user).select_related("finding__inspection__unit", "finding__inspection__team")
    if has_role(user, Role.PRODUCER):
        for action in rows.filter(state=ActionState.OPEN):
            if owns(user, action.finding.inspection.producer_id):
                yield _repair("Khắc phục sau kiểm tra", action, "Báo cáo", action.due_on)
    if has_role(user, *rules.INSPECTING):
        for action in rows.filter(state=ActionState.REPORTED)[:60]:
            if rules.rechecker(user, action) and action.reported_by_id != user.pk:
                yield _repair("Kiểm tra lại việc khắc phục", action, "Kiểm tra lại", action.recheck_on)


def _repair(title: str, action: Any, button: str, due: Any) -> todo.TodoItem:
    return todo.TodoItem(
        title=title, about=f"{action.finding.inspection.site_name} · {action.text[:80]}", due_at=due,
        url=reverse("inspections:action", args=[action.pk]), button=button, kind="repair", icon="tools",
    )  # fmt: skip


_CASE_WORK = {
    CaseState.DRAFT: ("Hoàn thành đề nghị thu hồi", "Mở"),
    CaseState.DECIDED: ("Thu giấy chứng nhận", "Ghi đã thu"),
    CaseState.COLLECTED: ("Công bố việc thu hồi", "Ghi đã công bố"),
}


def _cases(user: Any) -> Iterator[todo.TodoItem]:
    if not has_role(user, *rules.HANDLING):
        return
    rows = visible_cases(user).filter(state__in=[*_CASE_WORK, CaseState.PROPOSED])
    for case in rows.select_related("proposing_unit", "competent_unit"):
        title, button = _CASE_WORK.get(CaseState(case.state), ("", ""))
        mine = rules.proposer(user, case) if case.state == CaseState.DRAFT else rules.carrier(user, case)
        if case.state == CaseState.PROPOSED:
            drafts = case.competent_unit is not None and rules.plans_at(user, case.competent_unit)
            mine = rules.dismisser(user, case) or drafts
            title, button = ("Giải quyết đề nghị thu hồi", "Xem")
        if mine:
            yield todo.TodoItem(
                title=title, about=case.product_name, due_at=case.due_on if case.decided_at is None else None,
                url=reverse("inspections:case", args=[case.pk]), button=button, kind="revocation", icon="x-octagon",
            )  # fmt: skip


def _complaints(user: Any) -> Iterator[todo.TodoItem]:
    if not has_role(user, *rules.PLANNING):
        return
    rows = visible_complaints(user).filter(state=ComplaintState.RECEIVED).select_related("unit")
    for complaint in rows:
        if rules.handler(user, complaint):
            yield todo.TodoItem(
                title="Xử lý phản ánh", about=f"{complaint.code} · {complaint.about}", due_at=complaint.due_on,
                url=reverse("inspections:complaint", args=[complaint.pk]), button="Mở", kind="complaint", icon="megaphone",
            )  # fmt: skip


def _dates(user: Any) -> Iterator[todo.ComingDate]:
    if not has_role(user, *rules.INSPECTING):
        return
    teams = rules.places_in_teams(user).values("team")
    mine = Q(team__in=teams) | Q(unit__in=[unit.pk for unit in rules.planning_units(user)])
    rows = visible_inspections(user).filter(mine, state=InspectionState.PLANNED, starts_at__isnull=False)
    for row in rows.order_by("starts_at")[:5]:
        if row.starts_at is not None:
            yield todo.ComingDate(
                day=local_date(row.starts_at), title="Kiểm tra tại cơ sở", detail=row.site_name,
                url=reverse("inspections:inspection", args=[row.pk]),
            )  # fmt: skip


for _provider in (_plans, _visits, _repairs, _cases, _complaints):
    todo.register(_provider)
todo.register_dates(_dates)
