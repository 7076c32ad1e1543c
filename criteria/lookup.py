"""What the pages of the look-up show: sets with their search, one set with its provenance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.text import fold
from criteria.models import CriteriaCollection, CriteriaSet


@dataclass(frozen=True, slots=True)
class IndustryRows:
    """One industry with its sets."""

    name: str
    sets: tuple[CriteriaSet, ...]


def collections() -> QuerySet[CriteriaCollection]:
    """All collections, newest decision last."""
    return CriteriaCollection.objects.order_by("issued_on")


def current_sets(collection: CriteriaCollection) -> QuerySet[CriteriaSet]:
    """The sets in force of a collection, with how many criteria and how many of them have star minimums."""
    return (
        CriteriaSet.objects.filter(collection=collection, is_current=True)
        .annotate(criteria_count=Count("criteria"), minimum_count=Count("criteria", filter=Q(criteria__mandatory=True)))
        .order_by("number")
    )


def find_sets(rows: Iterable[CriteriaSet], text: str) -> list[CriteriaSet]:
    """Sets whose name, place in the classification or ministry holds every word; accents do not matter.

    A figure is the number of a set: “bộ 6” finds one set, not 16 and 26.
    """
    words = fold(text).split()
    return [row for row in rows if all(_holds(row, word) for word in words)]


def _holds(row: CriteriaSet, word: str) -> bool:
    if word.isdecimal():
        return int(word) == row.number
    fields = ["Bộ", row.name, row.industry, row.group, row.subgroup, row.classification, *row.ministries]
    return word in fold(" ".join(fields))


def by_industry(rows: Iterable[CriteriaSet]) -> list[IndustryRows]:
    """Sets under their industries, in the order of the classification."""
    groups: dict[str, list[CriteriaSet]] = {}
    for row in rows:
        groups.setdefault(row.industry, []).append(row)
    return [IndustryRows(name, tuple(sets)) for name, sets in groups.items()]


def corrections(row: CriteriaSet) -> list[dict[str, Any]]:
    """Slips of the transcription that were mended: where, from what, to what, why."""
    found = [
        {"at": item.get("at", ""), "old": item.get("from", ""), "new": item.get("to", ""), "why": item.get("why", "")}
        for item in row.provenance.get("corrections", [])
    ]
    for item in row.provenance.get("transcription_corrections", []):
        place = f"tiêu chí {item['criterion']}" if "criterion" in item else f"phần {item.get('part', '')}"
        step = f", mức thứ {item['option']}" if "option" in item else ""
        found.append({"at": place + step, "old": "", "new": item.get("change", ""), "why": ""})
    return found
