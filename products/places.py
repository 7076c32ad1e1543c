"""Where a person's seats reach: the units they cover, and the units that went over into those."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Unit
from accounts.queries import current_units
from accounts.seats import seats_of, unit_ids_within
from core.formats import today


@dataclass(frozen=True)
class Territory:
    """Units that some seats cover; `everything` for the province."""

    everything: bool = False
    units: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.units)

    def holds(self, district_id: int | None, commune_id: int | None) -> bool:
        """Say whether a place lies within."""
        return self.everything or district_id in self.units or commune_id in self.units

    def q(self, prefix: str = "") -> Q:
        """Condition on the columns `district` and `commune`; nothing when no seat covers anything."""
        if self.everything:
            return Q()
        return Q(**{f"{prefix}district__in": self.units}) | Q(**{f"{prefix}commune__in": self.units})


def territory(user: Any, roles: Iterable[Role]) -> Territory:
    """What the person's seats of these roles cover together; kept on the user object, which lives for one request."""
    wanted = frozenset(roles)
    if not seats_of(user):
        return Territory()
    known: dict[frozenset[Role], Territory] = user.__dict__.setdefault("_territories", {})
    if wanted not in known:
        ids = unit_ids_within(user, wanted)
        known[wanted] = Territory(everything=True) if ids is None else Territory(units=frozenset(ids))
    return known[wanted]


def sits_at(user: Any, unit: Unit, roles: Iterable[Role]) -> bool:
    """Say whether the person holds one of the roles at exactly this unit, or at what it has become."""
    wanted = set(roles)
    seats = {seat.unit.pk for seat in seats_of(user) if seat.role in wanted}
    if not seats or unit.pk in seats:
        return unit.pk in seats
    return not unit.in_force(today()) and any(now.pk in seats for now in current_units(unit))


def place_today(district: Unit, commune: Unit | None) -> tuple[Unit, Unit | None]:
    """District and commune of a record as they are today: an ended commune's heir, and the unit above that."""
    return place_on(today(), district, commune)


def place_on(day: dt.date, district: Unit, commune: Unit | None) -> tuple[Unit, Unit | None]:
    """District and commune of a record as they were on a day; a paper names the places of its own date.

    Of several heirs it is the one with the largest share; whoever keeps the record may name another.
    """
    if commune is None or commune.in_force(day):
        return district, commune
    heir = next((unit for unit in current_units(commune, day) if unit.level == commune.level), None)
    return (heir.parent, heir) if heir is not None and heir.parent is not None else (district, commune)


def unit_above(unit: Unit, level: str) -> Unit | None:
    """The unit itself or the nearest one above it at that level."""
    place: Unit | None = unit
    while place is not None and place.level != level:
        place = place.parent
    return place
