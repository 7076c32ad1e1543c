"""Figures that apps give to targets and reports: each names the records behind it, so that a number can be opened.

In an app's own `indicators.py`::

    register(Indicator(
        code="trainings.classes_held", label="Lớp tập huấn đã mở", unit="lớp",
        records=lambda scope: TrainingClass.objects.filter(state="held", **scope.within("last_day", "unit")),
        dimensions={"kind": "kind"}, page=lambda scope: reverse("trainings:classes") + f"?nam={scope.until.year}",
    ))

Who may read a figure is decided by the page that shows it: `records` answers for the scope that it was given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, QuerySet

from core.formats import VIETNAM


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a figure is asked for: a period of whole days in Vietnam, both ends included, and units (None: all)."""

    since: dt.date
    until: dt.date
    units: frozenset[int] | None = None

    @classmethod
    def of_year(cls, year: int, units: frozenset[int] | None = None) -> Scope:
        """The whole calendar year."""
        return cls(since=dt.date(year, 1, 1), until=dt.date(year, 12, 31), units=units)

    @property
    def begins_at(self) -> dt.datetime:
        """The first moment, for columns that hold a time."""
        return dt.datetime.combine(self.since, dt.time.min, tzinfo=VIETNAM)

    @property
    def ends_before(self) -> dt.datetime:
        """The first moment after the period."""
        return dt.datetime.combine(self.until + dt.timedelta(days=1), dt.time.min, tzinfo=VIETNAM)

    def within(self, day_path: str = "", unit_path: str = "") -> dict[str, Any]:
        """Conditions for `filter`: a date column within the period, a unit among the scope's units."""
        conditions: dict[str, Any] = {}
        if day_path:
            conditions |= {f"{day_path}__gte": self.since, f"{day_path}__lte": self.until}
        if unit_path and self.units is not None:
            conditions[f"{unit_path}__in"] = self.units
        return conditions


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One figure. `dimensions` names the columns by which it can be split, as "stars" → "stars", "unit" → "product__district"."""

    code: str
    label: str
    unit: str
    records: Callable[[Scope], QuerySet[Any]]
    amount: Aggregate = field(default_factory=lambda: Count("pk", distinct=True))
    dimensions: Mapping[str, str] = field(default_factory=dict)
    page: Callable[[Scope], str] | None = None
    group: str = ""

    def measure(self, scope: Scope) -> Decimal | int:
        """The figure; an empty sum is zero."""
        return self.records(scope).order_by().aggregate(figure=self.amount)["figure"] or 0

    def measure_by(self, scope: Scope, dimension: str) -> dict[Any, Decimal | int]:
        """The figure for each value of a dimension. Raises KeyError for a dimension that it does not know."""
        path = self.dimensions[dimension]
        rows = self.records(scope).order_by().values(path).annotate(figure=self.amount)
        return {row[path]: row["figure"] or 0 for row in rows}


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> None:
    """Add a figure; registering the same code again replaces it."""
    _indicators[indicator.code] = indicator


def indicator(code: str) -> Indicator:
    """Find a figure by its code. Raises KeyError."""
    return _indicators[code]


def indicators() -> list[Indicator]:
    """All figures, by group and code."""
    return sorted(_indicators.values(), key=lambda one: (one.group, one.code))
