"""Which places to inspect: arithmetic only, no database, no Django.

A place scores points for each circumstance; districts share the places by how many they have, and inside a district the
highest scores go first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Weight:
    """Points for one circumstance; what is counted has a most."""

    code: str
    label: str
    points: Decimal
    most: Decimal | None = None

    def worth(self, count: int) -> Decimal:
        """Points for so many occurrences."""
        points = self.points * max(0, count)
        return points if self.most is None else min(points, self.most)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of one place."""

    days_left: int | None = None  # until the first of its recognitions ends; None when no term is known
    complaints: int = 0
    days_since_inspection: int | None = None  # None: never inspected
    food: bool = False
    minor: int = 0
    major: int = 0
    critical: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A producer with its recognised products, or a product whose producer nobody knows."""

    key: str
    name: str
    district: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a place got points."""

    code: str
    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Scored:
    """A place with its points and the reasons for them."""

    place: Place
    score: Decimal
    reasons: tuple[Reason, ...]


def read_weights(content: Mapping[str, Any]) -> dict[str, Weight]:
    """Plain data as weights. Raises KeyError, decimal.InvalidOperation for what is no weight."""
    return {
        row["code"]: Weight(
            row["code"], row["label"], Decimal(str(row["points"])),
            Decimal(str(row["most"])) if row.get("most") is not None else None,
        )
        for row in content["weights"]
    }  # fmt: skip


def _counts(facts: Facts, expiring_days: int) -> dict[str, int]:
    since = facts.days_since_inspection
    return {
        "expiring": int(facts.days_left is not None and 0 <= facts.days_left <= expiring_days),
        "term_unknown": int(facts.days_left is None),
        "complaint": facts.complaints,
        "never_inspected": int(since is None),
        "year_since": 0 if since is None else max(0, since) // 365,
        "food": int(facts.food),
        "finding_minor": facts.minor,
        "finding_major": facts.major,
        "finding_critical": facts.critical,
    }


def score(place: Place, content: Mapping[str, Any]) -> Scored:
    """Points of one place, with each reason that counted."""
    counts = _counts(place.facts, int(content.get("expiring_days", 180)))
    reasons = tuple(
        Reason(weight.code, weight.label, points)
        for weight in read_weights(content).values()
        if (points := weight.worth(counts.get(weight.code, 0)))
    )
    return Scored(place, sum((reason.points for reason in reasons), Decimal(0)), reasons)


def shares(sizes: Mapping[int, int], wanted: int, least: int = 0) -> dict[int, int]:
    """How many places each district gives: in proportion to what it has, by largest remainder.

    Each gives at least `least` while the number lasts, none more than it has; together min(wanted, all places).
    """
    total = sum(sizes.values())
    wanted = min(max(0, wanted), total)
    given = dict.fromkeys(sorted(sizes), 0)
    for _ in range(max(0, least)):
        for key in sorted(sizes, key=lambda one: (-sizes[one], one)):
            if sum(given.values()) < wanted and given[key] < sizes[key]:
                given[key] += 1
    while sum(given.values()) < wanted:
        behind = [key for key in given if given[key] < sizes[key]]
        nearest = max(behind, key=lambda one: (Fraction(sizes[one] * wanted, total) - given[one], sizes[one], -one))
        given[nearest] += 1
    return given


def draw(places: Iterable[Place], content: Mapping[str, Any], wanted: int) -> list[Scored]:
    """The places to inspect, highest score first; the same places and weights always give the same plan."""
    ranked = sorted((score(place, content) for place in places), key=_rank)
    by_district: dict[int, list[Scored]] = {}
    for row in ranked:
        by_district.setdefault(row.place.district, []).append(row)
    quota = shares(
        {key: len(rows) for key, rows in by_district.items()}, wanted, int(content.get("least_per_district", 0))
    )
    chosen = [row for key, rows in by_district.items() for row in rows[: quota[key]]]
    return sorted(chosen, key=_rank)


def _rank(row: Scored) -> tuple[Decimal, str, str]:
    return -row.score, row.place.name, row.place.key


def quarters(count: int, available: Sequence[int]) -> list[int]:
    """Spread places over the quarters of the plan, the riskiest first."""
    if not available:
        return []
    each = -(-count // len(available)) or 1
    return [available[min(place // each, len(available) - 1)] for place in range(count)]
