"""What waits for whom in plans, tasks and duties: the rail's count and Việc cần làm read the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet

from accounts.seats import seats_of
from core.formats import today
from programme import rules
from programme.enums import ObligationState, PlanState
from programme.models import AnnualPlan, PlanTask, ReportObligation

AHEAD = dt.timedelta(days=30)
TASKS_AHEAD = dt.timedelta(days=14)


def _units(user: Any, roles: tuple[str, ...]) -> list[int]:
    return [seat.unit.pk for seat in seats_of(user) if seat.role in roles]


def to_prepare(user: Any) -> QuerySet[ReportObligation]:
    """Duties of the person's unit that come within a month or are late, and that nobody handed up yet."""
    mine = Q(officers=None) | Q(officers=user)
    return ReportObligation.objects.filter(
        mine,
        unit__in=_units(user, rules.OFFICERS),
        state__in=(ObligationState.NOT_STARTED, ObligationState.DRAFTING),
        due_on__lte=today() + AHEAD,
    )


def to_send(user: Any) -> QuerySet[ReportObligation]:
    """Duties that wait for the leader."""
    rows = ReportObligation.objects.filter(unit__in=_units(user, rules.LEADERS), state=ObligationState.WAITING)
    return rows.exclude(submitted_by=user)


def to_approve(user: Any) -> QuerySet[AnnualPlan]:
    """Plans that wait for the leader."""
    rows = AnnualPlan.objects.filter(unit__in=_units(user, rules.LEADERS), state=PlanState.WAITING)
    return rows.exclude(Q(submitted_by=user) | Q(created_by=user))


def to_close(user: Any) -> QuerySet[AnnualPlan]:
    """Years that are over and not closed, for the leader."""
    day = today()
    over = Q(year__lt=day.year) | Q(year=day.year) if (day.month, day.day) == (12, 31) else Q(year__lt=day.year)
    return AnnualPlan.objects.filter(over, unit__in=_units(user, rules.LEADERS), state=PlanState.APPROVED)


def to_report(user: Any) -> list[tuple[PlanTask, int]]:
    """Tasks that end within a fortnight or are late, of which the person's unit has not finished its part."""
    units = _units(user, rules.OFFICERS)
    if not units:
        return []
    rows = (
        PlanTask.objects.filter(
            units__in=units, plan__state=PlanState.APPROVED, ends_on__lte=today() + TASKS_AHEAD, children=None
        )
        .exclude(progress__in=_finished(units))
        .distinct()
    )
    best = Max("progress__percent", filter=Q(progress__unit__in=units))
    return [(row, row.best or 0) for row in rows.annotate(best=best).order_by("ends_on", "order")]


def _finished(units: list[int]) -> QuerySet[Any]:
    from programme.models import TaskProgress

    newest = TaskProgress.objects.filter(unit__in=units).order_by("task_id", "unit_id", "-reported_on", "-pk")
    last = newest.distinct("task_id", "unit_id").values("pk")
    return TaskProgress.objects.filter(pk__in=last, percent=100)


def count_for(user: Any) -> int:
    """How much of the year's work waits for this person; kept on the user object, which lives for one request."""
    if "_programme_waiting" not in user.__dict__:
        user._programme_waiting = (
            to_prepare(user).distinct().count()
            + to_send(user).count()
            + (to_approve(user) | to_close(user)).count()
            + len(to_report(user))
        )
    return int(user._programme_waiting)
