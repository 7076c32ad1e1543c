"""Producers that may be one: the same name read without accents and short words, the same tax code, the same telephone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from products.formats import clean_phone
from products.imports.names import loose_key
from products.models import Producer, ProducerMerge

LIMIT = 200  # pairs on the page; more means that a merge was forgotten for years


@dataclass(frozen=True)
class Pair:
    """Two producers and why they may be one; the first has more products, it is the one to keep."""

    first: Producer
    second: Producer
    reasons: tuple[str, ...]


def find(producers: QuerySet[Producer]) -> list[Pair]:
    """Pairs among these producers, those with most reasons first. Three statements, however many producers there are."""
    rows = list(
        producers.select_related("commune", "district")
        .annotate(product_count=Count("products"))
        .order_by("name_sort", "pk")
    )
    apart = {frozenset(pair) for pair in ProducerMerge.objects.filter(state="declined").values_list("kept", "gone")}
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    by_pk = {row.pk: row for row in rows}
    for label, groups in (
        ("cùng mã số thuế", _groups((row.tax_code[:10], row) for row in rows)),
        ("cùng tên, cùng huyện", _groups((f"{loose_key(row.name)} {row.district_id}", row) for row in rows)),
        ("cùng điện thoại", _groups((_phone(row.phone), row) for row in rows)),
    ):
        for group in groups:
            for place, first in enumerate(group):
                for second in group[place + 1 :]:
                    if not _differ(first, second) and frozenset((first.pk, second.pk)) not in apart:
                        reasons[first.pk, second.pk].append(label)
    pairs = [Pair(*_kept_first(by_pk[a], by_pk[b]), tuple(why)) for (a, b), why in reasons.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.first.name_sort))[:LIMIT]


def _kept_first(one: Any, other: Any) -> tuple[Producer, Producer]:
    return (other, one) if other.product_count > one.product_count else (one, other)


def _groups(keyed: Iterable[tuple[str, Producer]]) -> list[list[Producer]]:
    groups: dict[str, list[Producer]] = defaultdict(list)
    for key, row in keyed:
        if key:
            groups[key].append(row)
    return [group for group in groups.values() if 1 < len(group) <= 20]


def _phone(text: str) -> str:
    try:
        return clean_phone(text)
    except ValueError:
        return ""


def _differ(first: Producer, second: Producer) -> bool:
    """Two tax codes of two taxpayers: whatever else agrees, these are two."""
    return bool(first.tax_code and second.tax_code and first.tax_code[:10] != second.tax_code[:10])
