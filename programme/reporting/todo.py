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


def _items(user: Any) -> Iterator[todo.TodoItem]:
    for row in _open(user, ReportState.DRAFTING, OFFICERS):
        yield todo.TodoItem(
            title="Hoàn thiện, trình báo cáo năm", about=f"{row.unit}, năm {row.year}",
            url=reverse("programme:report", args=[row.pk]), button="Mở báo cáo", kind="annual_report",
            due_at=row.obligation.due_on if row.obligation else None, icon="file-earmark-bar-graph",
        )  # fmt: skip
    for row in to_check(user):
        yield todo.TodoItem(
            title="Kiểm tra báo cáo năm", about=f"{row.unit}, năm {row.year}",
            url=reverse("programme:report_check", args=[row.pk]), button="Kiểm tra", kind="annual_report",
            due_at=row.obligation.due_on if row.obligation else None, icon="check2-square",
        )  # fmt: skip
    for row in to_send(user):
        yield todo.TodoItem(
            title="Duyệt, gửi báo cáo năm", about=f"{row.unit}, năm {row.year}",
            url=reverse("programme:report", args=[row.pk]), button="Xem và duyệt", kind="annual_report",
            due_at=row.obligation.due_on if row.obligation else None, icon="send-check",
        )  # fmt: skip


todo.register(_items)
