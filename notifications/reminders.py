"""What has a due date and must be reminded of: each app registers its kinds, and one engine sends them.

In an app's own `reminders.py`::

    register(ReminderKind(
        code="inspections.corrective_action", label="Khắc phục sau kiểm tra",
        dues=lambda today: (Due(obj=row, due_on=row.due_on, title=…, body=…, url=…, recipients=…, unit_id=…) for row in …),
    ))
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

DAYS_BEFORE = (30, 14, 7, 3, 1, 0)
LEADERS_AFTER_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that is still open. What is done is not yielded, and so is not reminded of any more.

    `leaders` are told too, once, when it is late by the days that its kind names. `days_before` overrules the kind's,
    where the law that the object follows says other days.

    `unit_id` is the unit whose work it is: its staff sees whom it was told, wherever these people sit later. `units` says
    it by person where one thing is the work of several; without either only the person and the Department see it.
    """

    obj: Any
    due_on: dt.date
    title: str
    url: str
    recipients: tuple[Any, ...]
    leaders: tuple[Any, ...] = ()
    body: str = ""
    days_before: tuple[int, ...] | None = None
    unit_id: int | None = None
    units: Mapping[int, int] = field(default_factory=dict)

    def unit_of(self, person: Any) -> int | None:
        """At which unit's work this person is reminded."""
        return self.units.get(person.pk, self.unit_id)


@dataclass(frozen=True, kw_only=True)
class ReminderKind:
    """A kind of due date: how many days before it people are reminded, and whether each working day when late."""

    code: str
    label: str
    dues: Callable[[dt.date], Iterable[Due]]
    days_before: tuple[int, ...] = DAYS_BEFORE
    when_late: bool = True
    leaders_after: int = LEADERS_AFTER_DAYS


_kinds: dict[str, ReminderKind] = {}


def register(kind: ReminderKind) -> None:
    """Add a kind; registering the same code again replaces it."""
    _kinds[kind.code] = kind


def kinds() -> list[ReminderKind]:
    """All kinds, by code."""
    return [_kinds[code] for code in sorted(_kinds)]
