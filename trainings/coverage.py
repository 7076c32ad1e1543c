"""Who of the 100 % is trained: accounts by their seats, producers by their recognitions, by group and district."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.enums import UnitLevel
from accounts.models import Membership, Unit
from core.formats import today
from trainings.candidates import ROLES, people_of, producers_of
from trainings.enums import OF_PEOPLE, OVER, Result, TargetGroup
from trainings.models import ClassTarget, Participant, TrainingClass


@dataclass(frozen=True)
class Covered:
    """How many of a group in a place are trained."""

    group: TargetGroup
    total: int
    trained: int

    @property
    def missing(self) -> int:
        """Who is not yet."""
        return self.total - self.trained

    @property
    def percent(self) -> int:
        """Whole percent, never 100 while somebody is missing."""
        return 100 if not self.total else self.trained * 100 // self.total


def _trained(column: str, year: int) -> Exists:
    """Completed any class of that year: a council member who went to the officers' class is trained too."""
    return Exists(
        Participant.objects.filter(
            **{column: OuterRef("pk")}, result=Result.COMPLETED, training__state__in=OVER, training__last_day__year=year
        )
    )


def register_of(group: str, unit_ids: Collection[int] | None, year: int) -> QuerySet[Any]:
    """Accounts or producers of a group, each with `is_trained`."""
    if group in OF_PEOPLE:
        return people_of(group, unit_ids).annotate(is_trained=_trained("user", year))
    return producers_of(group, unit_ids).annotate(is_trained=_trained("producer", year))


def covered(group: TargetGroup, unit_ids: Collection[int] | None, year: int) -> Covered:
    """The figure of a group in a place."""
    rows = register_of(group, unit_ids, year).order_by()
    counts = rows.aggregate(total=Count("pk"), trained=Count("pk", filter=Q(is_trained=True)))
    return Covered(group, counts["total"], counts["trained"])


def by_district(group: TargetGroup, unit_ids: Collection[int] | None, year: int) -> dict[int | None, Covered]:
    """The same for each district at once; None holds those of the province itself."""
    if group in OF_PEOPLE:
        pairs = _people_by_district(group, unit_ids, year)
    else:
        rows = register_of(group, unit_ids, year).order_by()
        placed = rows.values_list("district_id", "district__level", "is_trained")
        pairs = [(None if level == UnitLevel.PROVINCE else district, done) for district, level, done in placed]
    found: dict[int | None, list[int]] = {}
    for district, done in pairs:
        sums = found.setdefault(district, [0, 0])
        sums[0] += 1
        sums[1] += done
    return {district: Covered(group, total, done) for district, (total, done) in found.items()}


def _people_by_district(group: str, unit_ids: Collection[int] | None, year: int) -> list[tuple[int | None, bool]]:
    """Each person once a district in which they hold a seat of the group."""
    trained = set(register_of(group, unit_ids, year).filter(is_trained=True).order_by().values_list("pk", flat=True))
    seats = Membership.objects.on(today()).filter(role__in=ROLES[TargetGroup(group)], user__is_active=True)
    if unit_ids is not None:
        seats = seats.filter(unit__in=unit_ids)
    rows = seats.values_list("user_id", "unit_id", "unit__level", "unit__parent_id")
    places = {
        (user, None if level == UnitLevel.PROVINCE else unit if level == UnitLevel.DISTRICT else parent)
        for user, unit, level, parent in rows
    }
    return [(district, user in trained) for user, district in places]


@dataclass(frozen=True)
class Wanted:
    """One line of the plan against what was done."""

    group: TargetGroup
    classes: int
    people: int
    planned: int
    held: int
    trained: int


def against_plan(unit: Unit, year: int) -> list[Wanted]:
    """The year's targets of a unit and its own classes."""
    targets = {row.group: row for row in ClassTarget.objects.filter(unit=unit, year=year)}
    classes = TrainingClass.objects.filter(unit=unit, year=year).exclude(state="cancelled")
    counts = {
        row["group"]: row
        for row in classes.order_by()
        .values("group")
        .annotate(all=Count("pk"), held=Count("pk", filter=Q(state__in=OVER)))
    }
    people = Participant.objects.filter(training__in=classes, training__state__in=OVER, result=Result.COMPLETED)
    trained = dict(people.order_by().values_list("training__group").annotate(n=Count("pk")))
    found = []
    for group in TargetGroup:
        target = targets.get(group)
        count: Mapping[str, int] = counts.get(group, {})  # type: ignore[assignment]
        found.append(
            Wanted(
                group,
                target.classes if target else 0,
                target.classes * target.people if target else 0,
                count.get("all", 0),
                count.get("held", 0),
                trained.get(str(group), 0),
            )
        )
    return found
