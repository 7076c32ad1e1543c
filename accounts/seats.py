"""Who sits where now. Read anew on each request: a person who was moved or disabled is refused at the next click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts import queries
from accounts.enums import Role
from accounts.models import Membership, Unit, User
from core.formats import today
from core.statements import Joined


@dataclass(frozen=True)
class Seat:
    """One role of one person at one unit, in force today."""

    id: int
    role: Role
    unit: Unit

    def covers(self, unit: Unit | None) -> bool:
        """Say whether a unit lies within this seat's unit: itself, below it, or gone over to one of these."""
        place, level = unit, 0
        while place is not None and level < 4:
            if place.pk == self.unit.pk:
                return True
            place, level = place.parent, level + 1
        ended = unit is not None and unit.valid_to is not None and unit.valid_to < today()
        return ended and self.unit.pk in queries.ids_above(unit)  # type: ignore[arg-type]

    @property
    def pk(self) -> int:
        """The membership's id, under the name that templates use."""
        return self.id

    @property
    def label(self) -> str:
        """How the frame names the seat."""
        return f"{self.role.label} · {self.unit.name}"


_PERSON, _DAY = -1, dt.date.min
_statement = Joined(
    Membership,
    ("unit", "unit__parent", "unit__parent__parent"),
    lambda: Membership.objects.on(_DAY).filter(user=_PERSON).order_by("pk"),
)


def _load(user: User) -> list[Seat]:
    held = _statement.instances({_PERSON: user.pk, _DAY: today()})
    return [Seat(row.pk, Role(row.role), row.unit) for row in held]


def seats_of(user: Any) -> list[Seat]:
    """Seats of a person in force today; none for anonymous or disabled people.

    Kept on the user object, which lives for one request.
    """
    if user is None or not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    if not hasattr(user, "_seats"):
        user._seats = _load(user)
    return list(user._seats)


def has_role(user: Any, *roles: Role, unit: Unit | None = None) -> bool:
    """Say whether the person holds one of the roles; with `unit`, at a unit that covers it."""
    return any(seat.role in roles and (unit is None or seat.covers(unit)) for seat in seats_of(user))


def holds_at(user: Any, unit: Unit, *roles: Role) -> bool:
    """Say whether the person holds one of the roles at exactly this unit."""
    return any(seat.role in roles and seat.unit.pk == unit.pk for seat in seats_of(user))


def units_of(user: Any, roles: Iterable[Role]) -> list[Unit]:
    """Units at which the person holds one of the roles."""
    wanted = set(roles)
    return [seat.unit for seat in seats_of(user) if seat.role in wanted]


def unit_ids_within(user: Any, roles: Iterable[Role]) -> set[int] | None:
    """Ids of all units covered by the person's seats of those roles, their predecessors too; None means the whole province.

    Kept on the user object, which lives for one request: many lists and counts of a page ask the same.
    """
    units = units_of(user, roles)
    if any(unit.is_province for unit in units):
        return None
    if not units:
        return set()
    key = frozenset(unit.pk for unit in units)
    known: dict[frozenset[int], set[int]] = user.__dict__.setdefault("_units_below", {})
    if key not in known:
        known[key] = queries.ids_below(key)
    return set(known[key])
