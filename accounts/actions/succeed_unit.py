"""A unit ends: its successors are named, and its people's seats go over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts import queries, rules
from accounts.enums import ROLE_LEVELS, Role
from accounts.models import Membership, Unit, UnitSuccession
from core import audit
from core.errors import Denied
from core.formats import date_vn, today


@dataclass
class Moved:
    """What became of the seats of a unit; those left over need a person's decision, a clash of duties says why."""

    given: list[Membership] = field(default_factory=list)
    left: list[Membership] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)


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
    decide: it ended with the unit. So is one that must not meet what the same person holds at the successor.
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
        try:
            rules.check_duties_apart(user=seat.user, role=Role(seat.role), unit=target, start=start, end=end)
        except Denied as refusal:
            moved.left.append(seat)
            moved.clashes.append(f"{seat.user}, {seat}: {refusal.sentence}")
            continue
        moved.given.append(_hand_over(actor, seat, target, start, end))
        _end(seat, day)
    return moved


def _end(seat: Membership, day: dt.date) -> None:
    """End the seat on the eve of the day; one that would only begin afterwards was never held there."""
    if seat.valid_from >= max(day, today()):
        seat.delete()
        return
    seat.valid_to = max(seat.valid_from, day - dt.timedelta(days=1))
    seat.save(update_fields=["valid_to"])


def _hand_over(actor: Any, seat: Membership, target: Unit, start: dt.date, end: dt.date | None) -> Membership:
    """The same role at the successor between two days: a new seat, or one that is held there already.

    The latter is widened to these days when it begins later or ends sooner: nobody is shut out for a while, and a second
    seat without an end beside it is refused by the database.
    """
    there = _held_meanwhile(seat, target, start, end)
    if there is None:
        there = Membership(user=seat.user, role=seat.role, unit=target, valid_from=start, valid_to=end)
    there.valid_from = min(there.valid_from, start)
    there.valid_to = max(there.valid_to, end) if there.valid_to and end else None
    there.save()
    audit.record(
        actor=actor,
        action="seat.move",
        obj=seat.user,
        before={"seat": str(seat), "from": seat.valid_from, "to": seat.valid_to},
        after={"seat": str(there), "from": there.valid_from, "to": there.valid_to},
    )
    return there


def _held_meanwhile(seat: Membership, target: Unit, start: dt.date, end: dt.date | None) -> Membership | None:
    """The same role of the person at the unit on any of these days, the one that lasts longest."""
    rows = Membership.objects.lasting(start).filter(user=seat.user, role=seat.role, unit=target)
    if end is not None:
        rows = rows.filter(valid_from__lte=end)
    return rows.select_for_update().order_by(F("valid_to").desc(nulls_first=True), "pk").first()
