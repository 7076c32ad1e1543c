"""Reports that wait for somebody: to be written further, to be approved and sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.seats import units_of
from notifications import todo
from programme.models import Report
from programme.reporting import rules
from programme.reporting.states import ReportState
from programme.rules import LEADERS, OFFICERS, STAFF


def _open(user: Any, state: ReportState, roles: Any) -> QuerySet[Report]:
    units = [unit.pk for unit in units_of(user, roles)]
    rows = Report.objects.filter(unit__in=units, state=state).defer("figures", "tables", "districts")
    return rows.select_related("unit", "obligation")


def to_send(user: Any) -> QuerySet[Report]:
    """Reports that wait for this leader: not what one submitted oneself."""
    return _open(user, ReportState.WAITING, LEADERS).exclude(Q(submitted_by=user.pk) | Q(created_by=user.pk))


def to_check(user: Any) -> list[Report]:
    """Reports that wait for this person's check."""
    return [row for row in _open(user, ReportState.CHECKING, STAFF) if rules.checks(user, row)]


def _item(row: Report, title: str, button: str, icon: str, page: str = "programme:report") -> todo.TodoItem:
    return todo.TodoItem(
        title=title,
        about=f"{row.unit}, năm {row.year}",
        url=reverse(page, args=[row.pk]),
        button=button,
        kind="annual_report",
        due_at=row.obligation.due_on if row.obligation else None,
        icon=icon,
    )


def _items(user: Any) -> Iterator[todo.TodoItem]:
    for row in _open(user, ReportState.DRAFTING, OFFICERS):
        yield _item(row, "Hoàn thiện, trình báo cáo năm", "Mở báo cáo", "file-earmark-bar-graph")
    for row in to_check(user):
        yield _item(row, "Kiểm tra báo cáo năm", "Kiểm tra", "check2-square", "programme:report_check")
    for row in to_send(user):
        yield _item(row, "Duyệt, gửi báo cáo năm", "Xem và duyệt", "send-check")


todo.register(_items)
