"""Searching the register as the public does."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.enums import UnitLevel
from accounts.models import Unit
from catalogue.standing import Standing, YearBounds, standing, standing_q, year_bounds
from catalogue.visibility import public_recognitions
from core.formats import today
from core.text import fold
from criteria.models import Industry
from products.models import ProductPhoto, Recognition

SUGGESTIONS = 4
NAMES_KEPT_SECONDS = 300

ORDERS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "moi": (
        "Mới công nhận trước",
        (F("decided_year").desc(nulls_last=True), F("decided_on").desc(nulls_last=True), "-id"),
    ),
    "sao": ("Nhiều sao trước", ("-stars", "name_sort", "id")),
    "ten": ("Tên từ A đến Y", ("name_sort", "id")),
}


@dataclass(frozen=True)
class Wish:
    """What the visitor asked for."""

    text: str = ""
    industry: str = ""
    stars: int | None = None
    district: int | None = None
    year: int | None = None
    standing: Standing | None = Standing.VALID
    order: str = "moi"


def newest_of_each_product(day: dt.date, bounds: YearBounds) -> QuerySet[Recognition]:
    """One recognition a product: the one in force, else the latest."""
    others = Recognition.objects.filter(product=OuterRef("product")).annotate(year=Coalesce("decided_year", 0))
    in_force = standing_q(Standing.VALID, day, bounds)
    this_year = Coalesce(OuterRef("decided_year"), Value(0))
    newer = others.filter(Q(year__gt=this_year) | Q(year=this_year, pk__gt=OuterRef("pk")))
    return public_recognitions().filter(in_force | (~Exists(others.filter(in_force)) & ~Exists(newer)))


def find(wish: Wish) -> QuerySet[Recognition]:
    """Recognitions that answer a wish, in its order."""
    day = today()
    bounds = year_bounds(day)
    rows = newest_of_each_product(day, bounds)
    if wish.standing is not None:
        rows = rows.filter(standing_q(wish.standing, day, bounds))
    for word in fold(wish.text).split():
        rows = rows.filter(_has_word(word))
    rows = rows.filter(_industry_q(wish.industry)) if wish.industry else rows
    rows = rows.filter(stars=wish.stars) if wish.stars else rows
    rows = rows.filter(district_id=wish.district) if wish.district else rows
    rows = rows.filter(decided_year=wish.year) if wish.year else rows
    return rows.order_by(*ORDERS.get(wish.order, ORDERS["moi"])[1])


def _has_word(word: str) -> Q:
    return (
        Q(text_folded__contains=word)
        | Q(product__name_folded__contains=word)
        | Q(product__commune__name_folded__contains=word)
        | Q(district__name_folded__contains=word)
    )


def _industry_q(code: str) -> Q:
    """By the classification, or by the words of an old source."""
    name = Industry.objects.filter(code=code).values_list("name", flat=True).first()
    by_class = Q(product__subgroup__group__industry__code=code)
    return by_class | Q(product__subgroup__isnull=True, product__industry_name=name) if name else by_class


def for_cards(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    """Fetch what a card shows."""
    photos = Prefetch("product__photos", queryset=ProductPhoto.objects.order_by("order", "id"))
    return rows.select_related(
        "product", "product__producer", "product__commune", "product__commune__parent", "district",
        "product__subgroup__group__industry",
    ).prefetch_related(photos)  # fmt: skip


def with_standing(rows: list[Recognition]) -> list[Recognition]:
    """Hang `standing` on each row, for the templates."""
    day = today()
    bounds = year_bounds(day)
    for row in rows:
        row.standing = standing(row, day, bounds)  # type: ignore[attr-defined]
    return rows


def count_of(wish: Wish, wanted: Standing) -> int:
    """How many products answer the wish and stand so now, whatever standing the wish names."""
    return find(replace(wish, standing=wanted)).order_by().count()


def district_choices() -> list[tuple[str, str]]:
    """Districts that have something in the register, with their numbers."""
    rows = (
        Unit.objects.filter(level=UnitLevel.DISTRICT, pk__in=Recognition.objects.values("district"))
        .order_by("name_sort")
        .values_list("pk", "name")
    )
    return [(str(pk), name) for pk, name in rows]


def year_choices() -> list[tuple[str, str]]:
    """Years in the register, newest first."""
    years = public_recognitions().filter(decided_year__isnull=False).order_by("-decided_year")
    return [(str(year), str(year)) for year in years.values_list("decided_year", flat=True).distinct()]


def industry_choices() -> list[tuple[str, str]]:
    """The industries in their order."""
    return list(Industry.objects.order_by("order").values_list("code", "name"))


def close_names(text: str) -> list[str]:
    """Names in the register that resemble what was typed."""
    wanted = fold(text)
    if len(wanted) < 3:
        return []
    names = cache.get("catalogue:names")
    if names is None:
        names = {fold(name): name for name in public_recognitions().values_list("product_name", flat=True)}
        cache.set("catalogue:names", names, NAMES_KEPT_SECONDS)
    found = difflib.get_close_matches(wanted, names, n=SUGGESTIONS, cutoff=0.55)
    partial = [key for key in names if any(word in key for word in wanted.split() if len(word) > 2)]
    return [names[key] for key in dict.fromkeys([*found, *partial])][:SUGGESTIONS]
