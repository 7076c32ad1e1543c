"""The rows of the annex tables, read from the records in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Unit
from core.formats import date_vn, number_vn, points_vn
from core.indicators import Scope
from inspections.enums import ActionState
from products.enums import BudgetSource
from programme.measuring import known
from programme.queries import Money
from programme.reporting.catalogue import SPECS
from programme.reporting.figures import budget_by_source, money_of, records_of
from promotion.enums import ParticipationState
from promotion.models import Participation, ParticipationProduct, PointRevenue, ShownProduct
from trainings.enums import Result
from trainings.models import ClassCost, Participant

Line = tuple[Any, ...]


def _records(key: str, scope: Scope) -> QuerySet[Any] | None:
    return records_of(SPECS[key], scope)


def valid_products(scope: Scope) -> list[Line]:
    """Stars, product, producer, address, industry, points, decided, valid until: by name within the stars."""
    rows = _records("con_hieu_luc", scope)
    if rows is None:
        return []
    found = rows.select_related(
        "district", "product__commune", "product__district", "product__subgroup__group__industry"
    ).order_by("-stars", "district__name_sort", "name_sort", "pk")
    out = []
    for one in found:
        subgroup = one.product.subgroup
        industry = subgroup.group.industry.name if subgroup else one.product.industry_name
        place = one.product.commune
        address = f"{place.name}, {one.district.area}" if place else one.district.name
        out.append((
            one.stars, one.product_name, one.producer_name or "Chưa ghi chủ thể", address, industry,
            points_vn(one.mean) if one.mean is not None else "",
            date_vn(one.decided_on) or (str(one.decided_year) if one.decided_year else ""), date_vn(one.valid_until),
        ))  # fmt: skip
    return out


def producers_by_kind(scope: Scope, level: str, home: Mapping[int, str]) -> dict[str, dict[str, tuple[int, int]]]:
    """By place and kind: how many producers, how many workers."""
    rows = _records("chu_the", scope)
    if rows is None:
        return {}
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for item in rows.order_by().values(level, "kind").annotate(n=Count("pk", distinct=True), w=Sum("workers")):
        of_place = found.setdefault(home.get(item[level], ""), {})
        count, workers = of_place.get(item["kind"], (0, 0))
        of_place[item["kind"]] = (count + item["n"], workers + (item["w"] or 0))
    return found


def sales_compared(scope: Scope) -> list[Line]:
    """Product, producer, then year, output and revenue before the recognition and newest."""
    before, after = _records("doanh_thu_truoc", scope), _records("doanh_thu_sau", scope)
    if before is None or after is None:
        return []
    newest = {one.product_id: one for one in after}
    out = []
    for one in before.select_related("product__producer").order_by("product__name_sort", "pk"):
        now = newest.get(one.product_id)
        if now is None:
            continue
        producer = one.product.producer
        out.append((
            one.product.name, producer.name if producer else "Chưa ghi chủ thể", str(one.year), _output(one),
            int(one.revenue), str(now.year), _output(now), int(now.revenue),
        ))  # fmt: skip
    return out


def _output(sales: Any) -> str:
    return "" if sales.output is None else f"{number_vn(sales.output)} {sales.output_unit}".strip()


def classes_held(scope: Scope) -> list[Line]:
    """Name, whom for, place, days, who completed, cost."""
    rows = _records("lop", scope)
    if rows is None:
        return []
    keys = list(rows.values_list("pk", flat=True))
    done = _by(Participant.objects.filter(training__in=keys, result=Result.COMPLETED), "training", Count("pk"))
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for cost in ClassCost.objects.filter(training__in=keys).exclude(spent=0).select_related("training"):
        if cost.paid_on and cost.paid_on <= scope.until:
            spent[cost.training_id] += cost.spent
    return [
        (one.name, one.get_group_display(), one.place, one.when, int(done.get(one.pk, 0)), int(spent.get(one.pk, 0)))
        for one in rows.order_by("first_day", "pk")
    ]


def _by(rows: QuerySet[Any], path: str, amount: Any) -> dict[int, Any]:
    found = rows.order_by().values(path).annotate(figure=amount)
    return {item[path]: item["figure"] or 0 for item in found}


def events_held(scope: Scope) -> list[Line]:
    """Name, kind, place, days, producers, products, revenue."""
    rows = _records("su_kien", scope)
    if rows is None:
        return []
    keys = list(rows.values_list("pk", flat=True))
    chosen = Q(participation__state=ParticipationState.CHOSEN)
    who = Participation.objects.filter(event__in=keys, state=ParticipationState.CHOSEN)
    people, revenue = _by(who, "event", Count("pk")), _by(who, "event", Sum("revenue"))
    goods = _by(
        ParticipationProduct.objects.filter(chosen, participation__event__in=keys),
        "participation__event",
        Count("product", distinct=True),
    )
    return [
        (
            one.name, one.get_kind_display(), one.venue or one.host, _days(one.starts_on, one.ends_on),
            int(people.get(one.pk, 0)), int(goods.get(one.pk, 0)), int(revenue.get(one.pk, 0)),
        )
        for one in rows.order_by("starts_on", "pk")
    ]  # fmt: skip


def _days(first: Any, last: Any) -> str:
    return date_vn(first) if first == last else f"{first:%d/%m} – {date_vn(last)}"


def points_recognised(scope: Scope) -> list[Line]:
    """Sales points of the year in the same columns as events."""
    rows = _records("diem_ban_moi", scope)
    if rows is None:
        return []
    keys = list(rows.values_list("pk", flat=True))
    goods = _by(ShownProduct.objects.filter(point__in=keys, until=None), "point", Count("product", distinct=True))
    sold = _by(PointRevenue.objects.filter(point__in=keys, year=scope.until.year), "point", Sum("total"))
    return [
        (
            one.name, one.get_kind_display(), one.full_address, date_vn(one.recognised_on), "",
            int(goods.get(one.pk, 0)), int(sold.get(one.pk, 0)),
        )
        for one in rows.select_related("commune__parent", "district__parent").order_by("recognised_on", "pk")
    ]  # fmt: skip


def inspections_held(scope: Scope) -> list[Line]:
    """Code, site, district, concluded, products, findings, repaired."""
    rows = _records("kiem_tra", scope)
    if rows is None:
        return []
    accepted = Q(findings__actions__state=ActionState.ACCEPTED)
    found = rows.select_related("district").annotate(
        goods=Count("products", distinct=True),
        faults=Count("findings", distinct=True),
        mended=Count("findings", filter=accepted, distinct=True),
    )
    return [
        (one.code, one.site_name, one.district.name, date_vn(one.concluded_at), one.goods, one.faults, one.mended)
        for one in found.order_by("concluded_at", "pk")
    ]


def revoked(scope: Scope) -> list[Line]:
    """Revocations of the year in the same columns: decision, product, district, day."""
    rows = _records("thu_hoi", scope)
    if rows is None:
        return []
    return [
        (one.decision_number, one.product_name, one.district.name, date_vn(one.decision_on), "", "", "")
        for one in rows.select_related("district").order_by("decision_on", "pk")
    ]


def money_by_source(unit: Unit, year: int, on: dt.date) -> list[tuple[str, Line]]:
    """Each source with its amounts; the producers' own share only when somebody wrote one."""
    _total, by_source = budget_by_source(unit, year, on)
    return [
        (source.label, _amounts(money))
        for source, money in by_source.items()
        if source is not BudgetSource.OTHER or money.disbursed or money.planned
    ]


def money_total(unit: Unit, year: int, on: dt.date) -> Line:
    """The sum of all sources at the end of a day."""
    return _amounts(money_of(unit, year, on))


def _amounts(money: Money) -> Line:
    base = money.allocated or money.planned
    share = number_vn(Decimal(money.disbursed) * 100 / base, 2) if base else ""
    return (
        int(money.planned) if money.planned is not None else "",
        int(money.allocated) if money.allocated is not None else "",
        int(money.disbursed),
        share,
    )


def by_industry(scope: Scope) -> list[tuple[str, int, int]]:
    """Industry, products in force, recognised this year."""
    one = known("products.valid")
    if one is None:
        return []
    valid = {name or "Chưa phân ngành": int(n) for name, n in one.measure_by(scope, "industry").items()}
    recognised = known("products.recognised")
    new = recognised.measure_by(scope, "industry") if recognised else {}
    named = {name or "Chưa phân ngành": int(n) for name, n in new.items()}
    return [(name, valid.get(name, 0), named.get(name, 0)) for name in sorted({*valid, *named})]
