"""Who may be invited: drawn from the registers of people, producers and recognitions, within the organiser's place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import COUNCIL, STAFF
from accounts.models import Membership, Unit, User
from accounts.queries import ids_below
from core.formats import today
from products.models import Producer, Recognition
from products.queries import in_force
from trainings.enums import LISTED, OF_PEOPLE, OVER, Result, TargetGroup
from trainings.models import Participant, TrainingClass

ROLES = {TargetGroup.COUNCIL: COUNCIL, TargetGroup.OFFICERS: STAFF}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the officer looks for. `since`: nobody who completed a class from that year on; None asks for everybody."""

    group: str
    since: int | None = None
    unit_ids: frozenset[int] | None = None
    stars: int = 3


def units_within(unit: Unit) -> frozenset[int] | None:
    """Ids of a unit and all below it; None for the whole province."""
    return None if unit.is_province else frozenset(ids_below([unit.pk]))


def trained(column: str, group: str, since: int | None, until: dt.date | None = None) -> Exists:
    """Completed a class for the group; `column` names whose key (user, producer)."""
    rows = Participant.objects.filter(
        **{column: OuterRef("pk")}, result=Result.COMPLETED, training__state__in=OVER, training__group=group
    )
    if since is not None:
        rows = rows.filter(training__last_day__gte=dt.date(since, 1, 1))
    if until is not None:
        rows = rows.filter(training__last_day__lte=until)
    return Exists(rows)


def people_of(group: str, unit_ids: Collection[int] | None) -> QuerySet[User]:
    """Accounts that belong to a group by a seat in force today."""
    seats = Membership.objects.on(today()).filter(user=OuterRef("pk"), role__in=ROLES[TargetGroup(group)])
    if unit_ids is not None:
        seats = seats.filter(unit__in=unit_ids)
    return User.objects.filter(Exists(seats), is_active=True)


def producers_of(group: str, unit_ids: Collection[int] | None, stars: int = 3) -> QuerySet[Producer]:
    """Producers with a recognition in force of so many stars, or those that have none."""
    held = Recognition.objects.filter(in_force(), product__producer=OuterRef("pk"))
    recognised = Exists(held.filter(stars__gte=stars)) if group == TargetGroup.RECOGNISED else ~Exists(held)
    rows = Producer.objects.filter(recognised)
    if unit_ids is not None:
        rows = rows.filter(Q(district__in=unit_ids) | Q(commune__in=unit_ids))
    return rows


def candidates(training: TrainingClass, wish: Wish) -> QuerySet[Any]:
    """Accounts or producers that fit the wish, within the organiser's place, not yet on this class's list."""
    reach = units_within(training.unit)
    wanted = wish.unit_ids
    if reach is not None:
        wanted = reach if wanted is None else reach & wanted
    listed = Participant.objects.filter(training=training, state__in=LISTED)
    if wish.group in OF_PEOPLE:
        people = people_of(wish.group, wanted).exclude(Exists(listed.filter(user=OuterRef("pk"))))
        if wish.since is not None:
            people = people.exclude(trained("user", wish.group, wish.since))
        return people.order_by("name_sort", "pk")
    rows = producers_of(wish.group, wanted, wish.stars).exclude(Exists(listed.filter(producer=OuterRef("pk"))))
    if wish.since is not None:
        rows = rows.exclude(trained("producer", wish.group, wish.since))
    return rows.select_related("commune__parent", "district").order_by("name_sort", "pk")


def seat_units(users: Collection[User], group: str) -> dict[int, Unit]:
    """The unit of each person's seat that brings them into the group."""
    seats = Membership.objects.on(today()).filter(user__in=users, role__in=ROLES[TargetGroup(group)])
    found: dict[int, Unit] = {}
    for seat in seats.select_related("unit").order_by("pk"):
        found.setdefault(seat.user_id, seat.unit)
    return found
