"""The year of a unit in one screen: figures, charts, and the table behind each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse

from accounts.models import Unit
from accounts.queries import ids_below, units_on
from core.formats import today
from core.indicators import Scope, indicator
from products.enums import OPEN_STATES, DossierState
from products.models import Dossier, Recognition
from products.queries import in_force
from programme import charts, measuring
from programme.models import AnnualPlan, ReportObligation
from programme.queries import Budget, TaskLine, budget_of, task_lines

MILLION = Decimal(1_000_000)
HALF = 460  # width of a chart in half a row, so that its text keeps its size
BUCKETS = ((30, "trong 30 ngày"), (60, "31–60 ngày"), (90, "61–90 ngày"), (180, "91–180 ngày"))


@dataclass(frozen=True)
class Chart:
    """A chart, the table behind it, and what it says in one line."""

    title: str
    drawing: Any
    table: dict[str, Any]
    summary: str = ""
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Overview:
    """Everything that the dashboard shows."""

    plan: AnnualPlan | None
    measured: list[measuring.Measured]
    pipeline: Chart
    expiry: list[tuple[int, str]]
    soonest: list[Recognition]
    expiring_months: Chart
    stars: Chart
    revenue: Chart
    obligations: list[ReportObligation]
    tasks: list[tuple[Any, int]]
    late_tasks: list[TaskLine]
    budget: Budget | None


def overview(unit: Unit, year: int) -> Overview:
    """Gather the year of the province or of one district."""
    plan = AnnualPlan.objects.filter(unit=unit, year=year).select_related("unit").first()
    units = measuring.unit_scope(unit)
    on = min(today(), dt.date(year, 12, 31))
    scope = Scope(since=dt.date(year, 1, 1), until=max(on, dt.date(year, 1, 1)), units=units)
    lines = task_lines(plan) if plan else []
    leaves = [line for line in lines if not line.is_group]
    places = _places(unit, on)
    return Overview(
        plan=plan,
        measured=measuring.measure_plan(plan, trend=False) if plan else [],
        pipeline=_pipeline(scope),
        expiry=_expiry(scope),
        soonest=list(_expiring(scope).filter(valid_until__lte=_last_bucket()).select_related("product")[:3]),
        expiring_months=_expiring_months(scope),
        stars=_stars(unit, scope, places),
        revenue=_revenue(scope, places),
        obligations=_obligations(unit, year),
        tasks=[(state, count) for state, count in Counter(line.standing for line in leaves).items()],
        late_tasks=[line for line in leaves if line.standing in {"late", "at_risk"}],
        budget=budget_of(plan) if plan else None,
    )


def _places(unit: Unit, on: dt.date) -> list[Unit]:
    """The units by which figures are split: districts of the province, communes of a district."""
    if unit.level == "province":
        return list(units_on(on, "district"))
    return list(units_on(on, "commune").filter(parent=unit))


def _pipeline(scope: Scope) -> Chart:
    """Where the dossiers that are not settled stand now."""
    rows = Dossier.objects.filter(state__in=OPEN_STATES, **scope.within("", "district"))
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    values = [(DossierState(state).label, counts.get(state, 0)) for state in DossierState if state in OPEN_STATES]
    return Chart(
        "Hồ sơ đang ở bước nào",
        charts.bars([(label, [count]) for label, count in values], labels=228, width=HALF),
        charts.table(["Bước", "Hồ sơ"], values),
        f"{sum(counts.values())} hồ sơ",
    )


def _expiring(scope: Scope) -> Any:
    found = Recognition.objects.filter(in_force(), valid_until__gte=today(), **scope.within("", "district"))
    return found.order_by("valid_until", "pk")


def _last_bucket() -> dt.date:
    return today() + dt.timedelta(days=BUCKETS[-1][0])


def _expiry(scope: Scope) -> list[tuple[int, str]]:
    """How many recognitions end within each stretch of days."""
    days = [
        (until - today()).days
        for until in _expiring(scope).filter(valid_until__lte=_last_bucket()).values_list("valid_until", flat=True)
    ]
    found, low = [], -1
    for high, label in BUCKETS:
        found.append((sum(low < day <= high for day in days), label))
        low = high
    return found


def _expiring_months(scope: Scope) -> Chart:
    """Recognitions whose term ends in each of the twelve months from now."""
    start = today().replace(day=1)
    months = [_month_on(start, number) for number in range(12)]
    ends = _expiring(scope).filter(valid_until__lt=_month_on(start, 12)).values_list("valid_until", flat=True)
    counts = Counter(day.replace(day=1) for day in ends)
    values = [(f"T{month.month}", counts.get(month, 0)) for month in months]
    full = [(f"{month.month}/{month.year}", counts.get(month, 0)) for month in months]
    return Chart(
        "Công nhận hết hạn theo tháng",
        charts.columns(values, width=HALF, height=190),
        charts.table(["Tháng", "Công nhận hết hạn"], full),
        f"{sum(counts.values())} trong 12 tháng tới",
    )


def _month_on(start: dt.date, number: int) -> dt.date:
    years, month = divmod(start.month - 1 + number, 12)
    return dt.date(start.year + years, month + 1, 1)


def _stars(unit: Unit, scope: Scope, places: Sequence[Unit]) -> Chart:
    """Valid recognitions by place and stars; places without any are left out of the drawing, not of the table."""
    path = "district" if unit.level == "province" else "product__commune"
    rows = indicator("products.valid").records(scope).order_by().values_list(path, "stars")
    home = {old: place.pk for place in places for old in ids_below([place.pk])}
    counts: Counter[tuple[Any, int]] = Counter()
    for place, stars, count in rows.annotate(count=Count("product", distinct=True)):
        counts[home.get(place), stars] += count
    lines = [(place.short_name, [counts[place.pk, star] for star in (5, 4, 3)]) for place in places]
    unknown = [counts[None, star] for star in (5, 4, 3)]
    if any(unknown):
        lines.append(("Chưa ghi huyện" if unit.level == "province" else "Chưa ghi xã", unknown))
    lines.sort(key=lambda line: -sum(line[1]))
    sums = [sum(values[index] for _, values in lines) for index in range(3)]
    return Chart(
        "Sản phẩm còn hiệu lực theo " + ("huyện" if unit.level == "province" else "xã"),
        charts.bars([line for line in lines if sum(line[1])], labels=130, width=600),
        charts.table(
            ["Đơn vị", "5 sao", "4 sao", "3 sao", "Cộng"],
            [[name, *values, sum(values)] for name, values in [*lines, ("Tổng", sums)]],
        ),
        f"{sum(sums)} sản phẩm",
        tuple((f"s{index + 1}", f"{star} sao: {sums[index]}") for index, star in enumerate((5, 4, 3)) if sums[index]),
    )


def _revenue(scope: Scope, places: Sequence[Unit]) -> Chart:
    """Revenue in the year before the recognition and the newest after it, of products that have both."""
    before, after = indicator("products.revenue_before"), indicator("products.revenue_after")

    def by_place(one: Any) -> dict[Any, Decimal]:
        rows = one.records(scope).order_by().values_list("product__district").annotate(figure=Sum("revenue"))
        return {place: figure or Decimal(0) for place, figure in rows}

    first, second = by_place(before), by_place(after)
    names = {place.pk: place.short_name for place in places}
    found = sorted({*first, *second}, key=lambda place: -second.get(place, Decimal(0)))
    values = [
        (names.get(place, "Cả đơn vị"), (first.get(place, Decimal(0)) / MILLION).quantize(Decimal(1)),
         (second.get(place, Decimal(0)) / MILLION).quantize(Decimal(1)))
        for place in found
    ]  # fmt: skip
    drawn: list[tuple[str, list[Decimal]]] = []
    for name, low, high in values:
        drawn += [(f"{name}, trước", [low]), (f"{name}, sau", [Decimal(0), high])]
    return Chart(
        "Doanh thu trước và sau công nhận (triệu đồng)",
        charts.bars(drawn, labels=150, width=HALF),
        charts.table(["Đơn vị", "Năm trước công nhận", "Mới nhất sau công nhận"], values),
        f"{sum(1 for _ in found)} đơn vị" if found else "",
    )


def _obligations(unit: Unit, year: int) -> list[ReportObligation]:
    """The annual reports of the districts, for the province; every duty of the year, for a district."""
    rows = ReportObligation.objects.filter(year=year).select_related("rule", "unit")
    province = unit.level == "province"
    rows = rows.filter(rule__code="bao-cao-nam-huyen") if province else rows.filter(unit=unit)
    return list(rows.order_by("due_on", "unit__name_sort"))


def district_choices(on: dt.date) -> list[Unit]:
    """Districts whose year the Department may look at."""
    return list(units_on(on, "district"))


def page_of(unit: Unit) -> str:
    """The dashboard of a unit."""
    return f"{reverse('programme:dashboard')}?don-vi={unit.pk}"
