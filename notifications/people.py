"""Who sits where, for messages: one question whatever the number of units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import today


def people_by_unit(roles: Iterable[str], unit_ids: Iterable[int]) -> dict[int, tuple[User, ...]]:
    """Active people with one of the roles at each unit today; a unit without any answers with nothing."""
    seats = (
        Membership.objects.on(today())
        .filter(role__in=list(roles), unit__in=set(unit_ids), user__is_active=True)
        .select_related("user")
        .order_by("user__name_sort", "user_id")
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for seat in seats:
        found[seat.unit_id][seat.user_id] = seat.user
    return defaultdict(tuple, {unit: tuple(people.values()) for unit, people in found.items()})


def administrators() -> tuple[User, ...]:
    """Active people who administer the portal today."""
    seats = Membership.objects.on(today()).filter(role=Role.ADMIN)
    return tuple(User.objects.filter(pk__in=seats.values("user"), is_active=True))
