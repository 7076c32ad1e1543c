"""A unit ends: its successors are named, and its people's seats go over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts import queries, rules
from accounts.enums import ROLE_LEVELS, Role
from accounts.models import Membership, Unit, UnitSuccession
from core import audit
from core.errors import Denied
from core.formats import date_vn, today


@dataclass
class Moved:
    """What became of the seats of a unit; those left over need a person's decision."""

    given: list[Membership] = field(default_factory=list)
    left: list[Membership] = field(default_factory=list)


@transaction.atomic
def succeed_unit(*, actor: Any, old: Unit, new: Sequence[Unit], on: dt.date, source: str) -> Moved:
    """End a unit on the eve of a day and name its successors, several for a split; seats go to the first of them.

    The old row keeps its name for history; nothing that points to it is changed.
    """
    rules.check_administers(actor)
    locked = Unit.objects.select_for_update().get(pk=old.pk)
    if not new:
        raise Denied("Chọn ít nhất một đơn vị kế thừa.", obj=locked)
    if locked.valid_from >= on:
        raise Denied(f"{locked.name} chỉ có từ {date_vn(locked.valid_from)}.", obj=locked)
    for unit in new:
        if unit.pk == locked.pk or not unit.in_force(on):
            raise Denied(f"{unit.name} không thể kế thừa vì chưa tồn tại vào ngày {date_vn(on)}.", obj=locked)
    for place, unit in enumerate(new, start=1):
        UnitSuccession.objects.get_or_create(
            old=locked, new=unit, defaults={"on": on, "share": place, "source": source}
        )
    locked.valid_to = on - dt.timedelta(days=1)
    locked.save()
    old.valid_to = locked.valid_to
    audit.record(
        actor=actor,
        action="unit.succeed",
        obj=locked,
        after={"successors": [str(unit) for unit in new], "on": on},
        reason=source,
    )
    return move_seats(actor=actor, old=locked, on=on)


@transaction.atomic
def move_seats(*, actor: Any, old: Unit, on: dt.date | None = None) -> Moved:
    """Give everybody whose seat at an ended unit is not over the same role at its first successor, until the same day.

    A role that does not exist at the successor's level (a district officer under two levels) is left for a person to
    decide: it ended with the unit.
    """
    rules.check_administers(actor)
    day = on or today()
    targets = queries.current_units(old, day)
    moved = Moved()
    seats = Membership.objects.lasting(max(day, today())).select_for_update().filter(unit=old).select_related("user")
    for seat in seats.order_by("pk"):
        target = next((unit for unit in targets if unit.level in ROLE_LEVELS[Role(seat.role)]), None)
        if target is None or target.pk == old.pk:
            moved.left.append(seat)
            continue
        start, end = max(day, seat.valid_from), seat.valid_to
        _end(seat, day)
        moved.given.append(_same_seat(actor, seat, target, start, end))
    return moved


def _end(seat: Membership, day: dt.date) -> None:
    """End the seat on the eve of the day; one that would only begin afterwards was never held there."""
    if seat.valid_from >= max(day, today()):
        seat.delete()
        return
    seat.valid_to = max(seat.valid_from, day - dt.timedelta(days=1))
    seat.save(update_fields=["valid_to"])


def _same_seat(actor: Any, seat: Membership, target: Unit, start: dt.date, end: dt.date | None) -> Membership:
    """The same role at the successor between two days: one that is held there already if it lasts so long, else a new one."""
    until_then = Q(valid_from__lte=start, valid_to__gte=end) if end else Q()
    held = Membership.objects.filter(Q(valid_to__isnull=True) | until_then, user=seat.user, role=seat.role, unit=target)
    if there := held.first():
        return there
    new = Membership.objects.create(user=seat.user, role=seat.role, unit=target, valid_from=start, valid_to=end)
    audit.record(
        actor=actor,
        action="seat.move",
        obj=seat.user,
        before={"seat": str(seat)},
        after={"seat": str(new), "from": start, "to": end},
    )
    return new
