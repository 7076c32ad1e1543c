"""Việc cần làm: each app registers what waits for a person, so that the common page knows no app.

In an app's own `todo.py`::

    from notifications import todo

    def _waiting(user):
        for dossier in visible_dossiers(user).waiting_for(user):
            yield todo.TodoItem(title="Kiểm tra hồ sơ mới nộp", about=str(dossier), due_at=dossier.due_at, ...)

    todo.register(_waiting)

A provider asks the database a fixed number of times whatever the number of items, and never yields what the person
may not open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core import formats


@dataclass(frozen=True, kw_only=True)
class TodoItem:
    """One piece of work: what, about what, until when, and the button that opens it exactly there.

    `due_at` is a date, an aware moment, or None for work without a term. `kind` groups ("dossier", "scoring" …).
    `urgent` work, for which others wait, comes first on its day. `place` orders items of one title and day that have
    an order of their own, such as an agenda's; without it they go by their subject.
    """

    title: str
    about: str
    url: str
    button: str
    due_at: dt.datetime | dt.date | None = None
    kind: str = ""
    icon: str = "check2-square"
    urgent: bool = False
    place: tuple[int, ...] = ()

    @property
    def due_on(self) -> dt.date | None:
        """The day in Vietnam until which the work is due."""
        return formats.local_date(self.due_at) if self.due_at else None

    @property
    def is_late(self) -> bool:
        """Say whether the term has passed. A term ends with its day unless it names an hour."""
        if self.due_at is None:
            return False
        if isinstance(self.due_at, dt.datetime):
            return self.due_at < formats.now()
        return self.due_at < formats.today()

    @property
    def due_this_week(self) -> bool:
        """Say whether it is due from today until Sunday."""
        today = formats.today()
        day = self.due_on
        return day is not None and not self.is_late and day <= today + dt.timedelta(days=6 - today.weekday())


@dataclass(frozen=True, kw_only=True)
class ComingDate:
    """A date to keep in mind, shown beside the list: a meeting, an expiry, a report."""

    day: dt.date
    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class PrimaryAction:
    """The one button at the right of the heading, for people who have a most common piece of work."""

    label: str
    url: str
    icon: str = "folder-plus"


Provider = Callable[[Any], Iterable[TodoItem]]
DateProvider = Callable[[Any], Iterable[ComingDate]]
ActionProvider = Callable[[Any], PrimaryAction | None]

_providers: list[Provider] = []
_dates: list[DateProvider] = []
_actions: dict[ActionProvider, int] = {}


def register(provider: Provider) -> None:
    """Add a provider of work, once."""
    if provider not in _providers:
        _providers.append(provider)


def register_dates(provider: DateProvider) -> None:
    """Add a provider of coming dates (from today on), once."""
    if provider not in _dates:
        _dates.append(provider)


def register_primary(provider: ActionProvider, order: int = 50) -> None:
    """Add a provider of the page's primary button; the lowest order that answers is shown."""
    _actions[provider] = order


def _place(item: TodoItem) -> tuple[Any, ...]:
    """The nearest term first; on one day what is urgent, then by title, place and subject."""
    return (item.due_on or dt.date.max, not item.urgent, item.title, item.place, item.about)


def items_for(user: Any) -> list[TodoItem]:
    """What waits for the person, the nearest term first and work without a term last.

    Kept on the user object, which lives for one request: the rail's count and the page ask once together.
    """
    if not getattr(user, "is_authenticated", False):
        return []
    if not hasattr(user, "_todo_items"):
        found = [item for provider in _providers for item in provider(user)]
        user._todo_items = sorted(found, key=_place)
    return list(user._todo_items)


def coming_dates(user: Any, limit: int = 5) -> list[ComingDate]:
    """The next dates of the person, the nearest first."""
    today = formats.today()
    found = [date for provider in _dates for date in provider(user) if date.day >= today]
    return sorted(found, key=lambda date: (date.day, date.title))[:limit]


def primary_action(user: Any) -> PrimaryAction | None:
    """The button at the right of the heading, or none."""
    for provider in sorted(_actions, key=_actions.__getitem__):
        action = provider(user)
        if action is not None:
            return action
    return None


@dataclass(frozen=True)
class Figures:
    """The four figures of the page."""

    waiting: int
    late: int
    this_week: int
    messages: int


def figures_for(user: Any) -> Figures:
    """Count what waits, what is late, what is due this week, and the unread messages."""
    from notifications.queries import unread_count

    items = items_for(user)
    return Figures(
        waiting=len(items),
        late=sum(item.is_late for item in items),
        this_week=sum(item.due_this_week for item in items),
        messages=unread_count(user),
    )
