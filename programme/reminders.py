"""Due dates of report duties and tasks, for the one engine of reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from notifications.people import people_by_unit
from notifications.reminders import Due, ReminderKind, register
from programme.enums import ObligationState, PlanState
from programme.messages import obligation_url
from programme.models import PlanTask, ReportObligation
from programme.queries import lines_of
from programme.rules import LEADERS, OFFICERS

TASK_DAYS = (30, 7, 1, 0)
AHEAD = dt.timedelta(days=31)


def _obligations(today: dt.date) -> Iterator[Due]:
    """Duties not sent yet. What waits for the leader is the leader's: then the leader is reminded, not the officer."""
    rows = list(
        ReportObligation.objects.filter(first_sent_on=None, due_on__lte=today + AHEAD, year__gte=today.year - 1)
        .select_related("rule", "unit")
        .prefetch_related("officers")
    )
    units = [row.unit_id for row in rows]
    officers, leaders = people_by_unit(OFFICERS, units), people_by_unit(LEADERS, units)
    for row in rows:
        named = tuple(one for one in row.officers.all() if one.is_active) or officers[row.unit_id]
        waits = row.state == ObligationState.WAITING
        addressee = f" Gửi đến: {row.rule.addressee}." if row.rule.addressee else ""
        yield Due(
            obj=row,
            due_on=row.due_on,
            title=f"{'Duyệt, gửi' if waits else 'Gửi'} {row}" if row.rule.kind == "report" else str(row),
            body=f"{row.unit}.{addressee}",
            url=obligation_url(row),
            recipients=leaders[row.unit_id] if waits else named,
            leaders=leaders[row.unit_id],
            unit_id=row.unit_id,
        )


def _tasks(today: dt.date) -> Iterator[Due]:
    """Tasks of approved plans; only the people of units that have not finished their part are told."""
    tasks = PlanTask.objects.filter(
        plan__state=PlanState.APPROVED, plan__year__gte=today.year - 1, ends_on__lte=today + AHEAD, children=None
    )
    lines = lines_of(tasks)
    units = [unit.pk for line in lines for unit in line.units]
    officers, leaders = people_by_unit(OFFICERS, units), people_by_unit(LEADERS, units)
    for line in lines:
        open_units = [unit for unit in line.units if line.is_open_for(unit.pk)]
        people = {person.pk: person for unit in open_units for person in officers[unit.pk]}
        above = {person.pk: person for unit in open_units for person in leaders[unit.pk]}
        if open_units:
            yield Due(
                obj=line.task,
                due_on=line.task.ends_on,
                title=f"Nhiệm vụ {line.task}",
                body="Báo tiến độ và hoàn thành phần việc của đơn vị.",
                url=reverse("programme:task", args=[line.task.pk]),
                recipients=tuple(people.values()),
                leaders=tuple(above.values()),
                units={one.pk: unit.pk for unit in open_units for one in (*officers[unit.pk], *leaders[unit.pk])},
            )


register(ReminderKind(code="programme.obligation", label="Nghĩa vụ báo cáo", dues=_obligations))
register(ReminderKind(code="programme.task", label="Nhiệm vụ của kế hoạch", dues=_tasks, days_before=TASK_DAYS))
