"""Giving and ending seats."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from accounts import rules
from accounts.enums import Role
from accounts.models import Membership, Unit, User
from core import audit
from core.errors import Denied
from core.formats import today


@transaction.atomic
def give_seat(
    *, actor: Any, user: User, role: Role, unit: Unit, start: dt.date | None = None, end: dt.date | None = None
) -> Membership:
    """Give a person a role at a unit from a day on. Raises Denied when duties would meet that must stay apart."""
    first = start or today()
    User.objects.select_for_update().get(pk=user.pk)
    rules.check_seat(actor=actor, user=user, role=Role(role), unit=unit, start=first, end=end)
    seat = Membership.objects.create(user=user, role=role, unit=unit, valid_from=first, valid_to=end)
    audit.record(actor=actor, action="seat.give", obj=user, after={"seat": str(seat), "from": first, "to": end})
    return seat


@transaction.atomic
def end_seat(*, actor: Any, seat: Membership, on: dt.date | None = None, reason: str = "") -> Membership:
    """End a seat with that day (yesterday unless said otherwise: the next click is refused)."""
    rules.check_administers(actor)
    last = on or today() - dt.timedelta(days=1)
    locked = Membership.objects.select_for_update().get(pk=seat.pk)
    if locked.valid_to is not None and locked.valid_to <= last:
        raise Denied("Vai trò này đã kết thúc.", obj=locked.user)
    if locked.role == Role.ADMIN:
        rules.check_not_last_admin(locked.user, max(today(), last + dt.timedelta(days=1)))
    before = locked.valid_to
    if last < locked.valid_from:
        label, user = str(locked), locked.user
        locked.delete()
        audit.record(actor=actor, action="seat.cancel", obj=user, before={"seat": label}, reason=reason)
        return seat
    locked.valid_to = last
    locked.save(update_fields=["valid_to"])
    audit.record(
        actor=actor,
        action="seat.end",
        obj=locked.user,
        before={"seat": str(locked), "to": before},
        after={"to": last},
        reason=reason,
    )
    return locked
