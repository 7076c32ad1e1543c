"""Where a person's seats reach: the units they cover, and the units that went over into those."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.enums import Role, UnitLevel
from accounts.models import Unit, UnitSuccession
from accounts.seats import seats_of


@dataclass(frozen=True)
class Territory:
    """Districts and communes that some seats cover; `everything` for the province."""

    everything: bool = False
    districts: frozenset[int] = frozenset()
    communes: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.districts or self.communes)

    def holds(self, district_id: int | None, commune_id: int | None) -> bool:
        """Say whether a place lies within."""
        return self.everything or district_id in self.districts or commune_id in self.communes

    def q(self, prefix: str = "") -> Q:
        """Condition on the columns `district` and `commune`; nothing when no seat covers anything."""
        if self.everything:
            return Q()
        return Q(**{f"{prefix}district__in": self.districts}) | Q(**{f"{prefix}commune__in": self.communes})


def _with_origins(user: Any, unit: Unit) -> frozenset[int]:
    """The unit and those that were merged into it or renamed; kept on the user object for one request."""
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_unit_origins", {})
    if unit.pk not in known:
        old = UnitSuccession.objects.filter(new=unit, old__level=unit.level).values_list("old_id", flat=True)
        known[unit.pk] = frozenset({unit.pk, *old})
    return known[unit.pk]


def territory(user: Any, roles: Iterable[Role]) -> Territory:
    """What the person's seats of these roles cover together."""
    wanted = set(roles)
    districts: set[int] = set()
    communes: set[int] = set()
    for seat in seats_of(user):
        if seat.role not in wanted:
            continue
        if seat.unit.level == UnitLevel.PROVINCE:
            return Territory(everything=True)
        found = districts if seat.unit.level == UnitLevel.DISTRICT else communes
        found |= _with_origins(user, seat.unit)
    return Territory(districts=frozenset(districts), communes=frozenset(communes))


def sits_at(user: Any, unit_id: int, roles: Iterable[Role]) -> bool:
    """Say whether the person holds one of the roles at exactly this unit, or at what it has become."""
    wanted = set(roles)
    return any(seat.role in wanted and unit_id in _with_origins(user, seat.unit) for seat in seats_of(user))


def unit_above(unit: Unit, level: str) -> Unit | None:
    """The unit itself or the nearest one above it at that level."""
    place: Unit | None = unit
    while place is not None and place.level != level:
        place = place.parent
    return place
