"""Targets against the records: planned, done, percent, trend, and the records themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.models import Unit
from accounts.queries import ids_below
from core.formats import today
from core.indicators import Indicator, Scope, indicator
from programme.enums import TargetSource
from programme.kept import from_texts
from programme.models import AnnualPlan, Target, TargetEntry

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Point:
    """What had been reached by a day."""

    day: dt.date
    value: Decimal


@dataclass(frozen=True)
class Measured:
    """A target with its figures. `done` is None when nothing says it: no app gives the figure, nobody entered one."""

    target: Target
    done: Decimal | None
    on: dt.date
    before: Decimal | None = None
    entry: TargetEntry | None = None
    part: Decimal | None = None
    whole: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        """Per cent of the plan with one decimal, rounded down: 99,99 % is not 100 %."""
        if self.done is None:
            return None
        return (self.done * HUNDRED / self.target.planned).quantize(Decimal("0.1"), ROUND_DOWN)

    @property
    def shown(self) -> Decimal:
        """What was reached, with one decimal at most, rounded down."""
        return (self.done or Decimal(0)).quantize(Decimal("0.1"), ROUND_DOWN).normalize() + 0

    @property
    def is_reached(self) -> bool:
        """Whether the plan, or the lower end of its range, is reached."""
        return self.done is not None and self.done >= self.target.planned

    @property
    def most(self) -> Decimal:
        """The full length of the bar."""
        return self.target.planned_most or self.target.planned

    @property
    def gained(self) -> Decimal | None:
        """What came since a month ago."""
        if self.done is None or self.before is None:
            return None
        return (self.done - self.before).quantize(Decimal("0.1"), ROUND_DOWN).normalize() + 0

    @property
    def is_live(self) -> bool:
        """Whether it is counted from the records."""
        return self.target.source == TargetSource.LIVE


def unit_scope(unit: Unit) -> frozenset[int] | None:
    """Ids of the places that a unit's figures cover; None for the province."""
    return None if unit.level == "province" else frozenset(ids_below([unit.pk]))


def scope_of(target: Target, on: dt.date, units: frozenset[int] | None) -> Scope:
    """The period up to a day, within the target's own."""
    year = target.plan.year
    since = target.since or dt.date(year, 1, 1)
    until = min(on, target.until or dt.date(year, 12, 31))
    return Scope(since=since, until=max(until, since), units=units)


def known(code: str) -> Indicator | None:
    """The figure of that code, or None when no app registers it (any more)."""
    try:
        return indicator(code) if code else None
    except KeyError:
        return None


def records_of(target: Target, scope: Scope) -> QuerySet[Any] | None:
    """The records that the figure counts."""
    one = known(target.indicator)
    if one is None:
        return None
    rows = one.records(scope)
    for name, values in target.only.items():
        if name in one.dimensions and values:
            rows = rows.filter(**{f"{one.dimensions[name]}__in": values})
    return rows


def value_at(
    target: Target, on: dt.date, units: frozenset[int] | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """What was reached by a day; for a percentage also its part and its whole. A closed year keeps its last figures."""
    kept = kept_figures(target, on)
    if kept is not None:
        return kept
    if target.source == TargetSource.HAND:
        entry = next((row for row in entries_of(target) if row.on <= on), None)
        return (entry.value if entry else None), None, None
    scope = scope_of(target, on, units)
    rows, one = records_of(target, scope), known(target.indicator)
    if rows is None or one is None:
        return None, None, None
    part = Decimal(rows.order_by().aggregate(figure=one.amount)["figure"] or 0)
    base = known(target.of_indicator)
    if base is None:
        return part, None, None
    whole = Decimal(base.measure(scope))
    return (part * HUNDRED / whole if whole else Decimal(0)), part, whole


Figures = tuple[Decimal | None, Decimal | None, Decimal | None]


def kept_figures(target: Target, on: dt.date) -> Figures | None:
    """What was reached, part and whole, as they were when the year was closed; None while they are still counted."""
    plan = target.plan
    if not plan.is_closed or on < dt.date(plan.year, 12, 31):
        return None
    row = plan.closing.get("figures", {}).get(str(target.pk))
    if row is None:
        return None
    done, part, whole = from_texts(row)
    return done, part, whole


def entries_of(target: Target) -> list[TargetEntry]:
    """Entered figures, the newest day first; taken from the prefetch when there is one."""
    return sorted(target.entries.all(), key=lambda row: (row.on, row.pk), reverse=True)


def day_of(plan: AnnualPlan, on: dt.date | None = None) -> dt.date:
    """Today, or the last day of a year that is over."""
    return min(on or today(), dt.date(plan.year, 12, 31))


def month_before(day: dt.date) -> dt.date:
    """The last day of the month before."""
    return day.replace(day=1) - dt.timedelta(days=1)


def measure(target: Target, on: dt.date, units: frozenset[int] | None, *, trend: bool = True) -> Measured:
    """One target on a day."""
    done, part, whole = value_at(target, on, units)
    before = None
    if trend and done is not None:
        last = month_before(on)
        before = value_at(target, last, units)[0] if last.year == target.plan.year else Decimal(0)
    entry = entries_of(target)[0] if target.source == TargetSource.HAND and target.entries.all() else None
    return Measured(target, done, on, before, entry, part, whole)


def measure_plan(
    plan: AnnualPlan, on: dt.date | None = None, *, trend: bool = True, most: int | None = None
) -> list[Measured]:
    """Every target of the plan, or the first so many of them."""
    day, units = day_of(plan, on), unit_scope(plan.unit)
    targets = plan.targets.select_related("plan").prefetch_related("entries__author")[:most]
    return [measure(target, day, units, trend=trend) for target in targets]


def months_of(target: Target, on: dt.date, units: frozenset[int] | None) -> list[Point]:
    """What had been reached at the end of each month of the year, up to the day."""
    found = []
    for month in range(1, on.month + 1 if on.year == target.plan.year else 13):
        following = dt.date(target.plan.year + month // 12, month % 12 + 1, 1)
        day = min(following - dt.timedelta(days=1), on)
        value = value_at(target, day, units)[0]
        if value is not None:
            found.append(Point(day, value))
    return found
