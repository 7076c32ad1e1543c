"""Drawing figures from the records as they stood at the end of a day in Vietnam."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.models import Unit
from accounts.queries import ids_below, units_on
from core.formats import number_vn
from core.indicators import Scope
from documents.model.typeset import count_text
from products.costs import costs_of_year
from products.enums import BudgetSource
from programme.measuring import known, unit_scope
from programme.models import AnnualPlan
from programme.queries import Money, budget_of
from programme.reporting.catalogue import BUDGET, FIGURES, MONEY, FigureSpec

Tell = Callable[[int, int, str], None]
MOST_IDS = 2_000
MILLION = Decimal(1_000_000)
DONG = "đồng"


def silent(done: int, total: int, message: str = "") -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Figure:
    """One frozen figure. `value` is None when no app declares it; `given` differs when a correction was noted."""

    key: str
    label: str
    unit: str
    indicator: str
    since: dt.date
    until: dt.date
    value: Decimal | None
    last: Decimal | None
    given: Decimal | None = None
    by: Mapping[str, Decimal] | None = None
    ids: tuple[int, ...] | None = None

    @classmethod
    def thawed(cls, key: str, data: Mapping[str, Any], given: Decimal | None = None) -> Figure:
        """Read one back from the report's own column."""
        ids = data.get("ids")
        return cls(
            key=key,
            label=data["label"],
            unit=data["unit"],
            indicator=data["indicator"],
            since=dt.date.fromisoformat(data["since"]),
            until=dt.date.fromisoformat(data["until"]),
            value=_number(data["value"]),
            last=_number(data.get("last")),
            given=given,
            by={name: Decimal(value) for name, value in data["by"].items()} if data.get("by") is not None else None,
            ids=tuple(ids) if ids is not None else None,
        )

    @property
    def shown(self) -> Decimal | None:
        """The figure that the report gives."""
        return self.value if self.given is None else self.given

    @property
    def is_corrected(self) -> bool:
        """Whether somebody gave another figure than the records."""
        return self.given is not None

    @property
    def words(self) -> str:
        """The figure inside a sentence: 04, 1.250, 486,5 triệu đồng."""
        return in_words(self.shown, self.unit)


def in_words(value: Decimal | None, unit: str) -> str:
    """A figure as official sentences write it; money in millions."""
    if value is None:
        return "…"
    if unit == DONG:
        return f"{number_vn((value / MILLION).quantize(Decimal('0.01')))} triệu đồng"
    if value == value.to_integral_value() and 0 < value < 10:
        return count_text(int(value))
    return number_vn(value)


def in_cells(value: Decimal | None, unit: str) -> str:
    """A figure in a table's cell: whole dong stay whole."""
    return "–" if value is None else number_vn(value)


def _number(text: Any) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def _plain(value: Any) -> str:
    number = Decimal(str(value))
    return str(number.to_integral_value()) if number == number.to_integral_value() else str(number.normalize())


# --- one figure --------------------------------------------------------------------------------------------------------


def records_of(spec: FigureSpec, scope: Scope) -> QuerySet[Any] | None:
    """The records behind the figure for a scope, or None when no app declares it."""
    one = known(spec.indicator)
    if one is None:
        return None
    rows = one.records(scope)
    for name, values in spec.only.items():
        if name not in one.dimensions:
            return None
        rows = rows.filter(**{f"{one.dimensions[name]}__in": values})
    return rows.filter(spec.where(scope.until)) if spec.where else rows


def measure(spec: FigureSpec, scope: Scope) -> Decimal | None:
    """The figure for a scope."""
    one, rows = known(spec.indicator), records_of(spec, scope)
    if one is None or rows is None:
        return None
    return Decimal(str(rows.order_by().aggregate(figure=one.amount)["figure"] or 0))


def scope_for(unit: Unit, year: int, cut_off: dt.date) -> Scope:
    """From 1 January to the end of the cut-off day, over the unit's places."""
    return Scope(since=dt.date(year, 1, 1), until=cut_off, units=unit_scope(unit))


def last_year(spec: FigureSpec, scope: Scope) -> Scope:
    """The whole year before; what stands on a day is asked for its last day."""
    return Scope.of_year(scope.since.year - 1, scope.units)


def ids_of(spec: FigureSpec, scope: Scope) -> list[int] | None:
    """Keys of the records, so that late entries can be named; none when there are too many."""
    rows = records_of(spec, scope)
    if rows is None:
        return None
    found = list(rows.order_by("pk").values_list("pk", flat=True).distinct()[: MOST_IDS + 1])
    return sorted(set(found)) if len(found) <= MOST_IDS else None


# --- by district -------------------------------------------------------------------------------------------------------


def districts_of(province: Unit, day: dt.date) -> list[Unit]:
    """Districts in force on a day, in Vietnamese order."""
    return [unit for unit in units_on(day, "district") if unit.parent_id == province.pk]


def homes(districts: Iterable[Unit]) -> dict[int, str]:
    """Each place's district: its code by the id of the district, its communes and its predecessors."""
    found: dict[int, str] = {}
    for district in districts:
        for pk in ids_below([district.pk]):
            found[pk] = district.code
    return found


def measure_by_district(
    spec: FigureSpec, scope: Scope, districts: Iterable[Unit], home: Mapping[int, str]
) -> dict[str, Decimal] | None:
    """The figure for each district by code; what belongs to no district (the province's own) stands under ""."""
    one, rows = known(spec.indicator), records_of(spec, scope)
    if one is None or rows is None:
        return None
    values = {district.code: Decimal(0) for district in districts}
    if "unit" in one.dimensions:
        path = one.dimensions["unit"]
        for row in rows.order_by().values(path).annotate(figure=one.amount):
            code = home.get(row[path], "")
            values[code] = values.get(code, Decimal(0)) + Decimal(str(row["figure"] or 0))
    else:
        for district in districts:
            own = Scope(since=scope.since, until=scope.until, units=unit_scope(district))
            values[district.code] = measure(spec, own) or Decimal(0)
    return values


# --- all of them -------------------------------------------------------------------------------------------------------


def plan_of(unit: Unit, year: int) -> AnnualPlan | None:
    """The unit's plan of the year."""
    return AnnualPlan.objects.filter(unit=unit, year=year).first()


def budget_by_source(unit: Unit, year: int, on: dt.date | None = None) -> tuple[Money, dict[BudgetSource, Money]]:
    """The total and each source at the end of a day. Without a plan only what activities spent is known."""
    plan = plan_of(unit, year)
    if plan is not None:
        budget = budget_of(plan, on)
        return budget.total, budget.by_source
    units, total = unit_scope(unit), Money()
    by_source: dict[BudgetSource, Money] = {source: Money() for source in BudgetSource}
    for cost in costs_of_year(year):
        if units is None or cost.unit_id in units:
            total.add_cost(cost, on)
            by_source[BudgetSource(cost.source)].add_cost(cost, on)
    return total, by_source


def money_of(unit: Unit, year: int, on: dt.date | None = None) -> Money:
    """The year's money at the end of a day as the plan's budget and the activities' costs have it."""
    return budget_by_source(unit, year, on)[0]


def draw(unit: Unit, year: int, cut_off: dt.date, tell: Tell = silent) -> dict[str, dict[str, Any]]:
    """Every figure of the report as plain data, ready to be frozen. `tell` hears how far it is."""
    scope = scope_for(unit, year, cut_off)
    districts = districts_of(unit, cut_off) if unit.level == "province" else []
    home = homes(districts)
    drawn: dict[str, dict[str, Any]] = {}
    for number, spec in enumerate(FIGURES):
        if number % 5 == 0:
            tell(number, len(FIGURES), spec.label)
        value = measure(spec, scope)
        last = measure(spec, last_year(spec, scope))
        by = measure_by_district(spec, scope, districts, home) if districts else None
        drawn[spec.key] = {
            "label": spec.label,
            "unit": spec.unit,
            "indicator": spec.indicator,
            "only": {name: list(values) for name, values in spec.only.items()},
            "since": scope.since.isoformat(),
            "until": scope.until.isoformat(),
            "units": sorted(scope.units) if scope.units is not None else None,
            "value": None if value is None else _plain(value),
            "last": None if last is None else _plain(last),
            "by": None if by is None else {code: _plain(one) for code, one in by.items()},
            "ids": ids_of(spec, scope),
        }
    return drawn | _money(unit, year, scope)


def _money(unit: Unit, year: int, scope: Scope) -> dict[str, dict[str, Any]]:
    now, before = money_of(unit, year, scope.until), money_of(unit, year - 1)
    found: dict[str, dict[str, Any]] = {}
    for key, label, name in MONEY:
        value, last = getattr(now, name), getattr(before, name)
        found[key] = {
            "label": label,
            "unit": DONG,
            "indicator": BUDGET,
            "only": {},
            "since": scope.since.isoformat(),
            "until": scope.until.isoformat(),
            "units": sorted(scope.units) if scope.units is not None else None,
            "value": None if value is None else _plain(value),
            "last": None if last is None else _plain(last),
            "by": None,
            "ids": None,
        }
    return found


def remeasured(unit: Unit, year: int, cut_off: dt.date, keys: Iterable[str] | None = None) -> dict[str, Decimal | None]:
    """What the records say now for the same days: a difference is a record entered, changed or removed since."""
    scope, wanted = scope_for(unit, year, cut_off), set(keys) if keys is not None else None
    found = {spec.key: measure(spec, scope) for spec in FIGURES if wanted is None or spec.key in wanted}
    money = money_of(unit, year, cut_off)
    for key, _label, name in MONEY:
        if wanted is None or key in wanted:
            amount = getattr(money, name)
            found[key] = None if amount is None else Decimal(amount)
    return found
