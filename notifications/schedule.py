"""What will be sent when, to whom: computed from what is open now, as the engine itself reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from accounts.enums import STAFF, Role
from accounts.seats import has_role, unit_ids_within
from core.formats import today
from notifications import reminders, stages
from notifications.reminders import Due, ReminderKind

log = structlog.get_logger(__name__)
SUPERVISING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)
RESTING = (Role.ADMIN, Role.DEPARTMENT_OFFICER)


@dataclass(frozen=True)
class Planned:
    """One open thing with its next reminder."""

    kind: ReminderKind
    due: Due
    people: tuple[Any, ...]
    next_on: dt.date | None
    leaders_on: dt.date | None

    @property
    def is_late(self) -> bool:
        """Say whether the term has passed."""
        return self.due.due_on < today()


def sees_everybody(user: Any) -> bool:
    """The Department sees every reminder."""
    return has_role(user, *SUPERVISING)


def may_order_days(user: Any) -> bool:
    """Who keeps the days off and the exchanged days."""
    return has_role(user, *RESTING)


def units_seen(user: Any) -> set[int] | None:
    """Ids of the units whose reminders this person sees beside their own: None for all; staff, its unit's."""
    return None if sees_everybody(user) else unit_ids_within(user, STAFF)


def planned(user: Any, kind_code: str = "") -> list[Planned]:
    """What is open and will be reminded of, the nearest reminder first. A kind that fails is left out and logged."""
    units, day, found = units_seen(user), today(), []
    for kind in reminders.kinds():
        if kind_code and kind.code != kind_code:
            continue
        try:
            with transaction.atomic():
                dues = list(kind.dues(day))
        except Exception:
            log.exception("reminders.kind_failed", kind=kind.code)
            continue
        for due in dues:
            people = tuple(one for one in due.recipients if _sees(user, units, due, one))
            led = any(_sees(user, units, due, one) for one in due.leaders)
            if people or led or units is None or due.unit_id in units:
                found.append(_planned(kind, due, people, day))
    return sorted(found, key=lambda one: (one.next_on or dt.date.max, one.due.due_on, one.due.title))


def _sees(user: Any, units: set[int] | None, due: Due, person: Any) -> bool:
    return units is None or person.pk == user.pk or due.unit_of(person) in units


def _planned(kind: ReminderKind, due: Due, people: tuple[Any, ...], day: dt.date) -> Planned:
    days_before = kind.days_before if due.days_before is None else due.days_before
    leaders_on = due.due_on + dt.timedelta(days=kind.leaders_after) if due.leaders and kind.when_late else None
    return Planned(
        kind=kind,
        due=due,
        people=people,
        next_on=stages.next_day(due.due_on, day, days_before, when_late=kind.when_late),
        leaders_on=leaders_on,
    )
