"""The left rail: each app registers its entries in its own `menu.py`, and the frame shows what is visible.

`register_bell` takes the one function that counts unread messages, since core knows no messages itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial

from django.http import HttpRequest
from django.urls import reverse

from core.counts import counts_for

MOST_ENTRIES = 8


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One line of the rail. `count` answers how much waits for this person there; zero is not shown."""

    label: str
    url_name: str
    icon: str
    order: int
    visible: Callable[[HttpRequest], bool] = _signed_in
    count: Callable[[HttpRequest], int] | None = None
    secondary: bool = False  # stands below the line, with what is looked up now and then


@dataclass(frozen=True)
class ShownEntry:
    """An entry as the template reads it, for one request."""

    label: str
    url: str
    icon: str
    count: int
    active: bool
    secondary: bool = False


@dataclass
class _Registry:
    entries: dict[str, MenuEntry] = field(default_factory=dict)
    bell: Callable[[HttpRequest], int] | None = None


_registry = _Registry()


def register(entry: MenuEntry) -> None:
    """Add an entry; registering the same view again replaces it."""
    _registry.entries[entry.url_name] = entry


def register_bell(count: Callable[[HttpRequest], int]) -> None:
    """Name the function that counts a person's unread messages."""
    _registry.bell = count


def bell(request: HttpRequest) -> int:
    """How many unread messages the person has."""
    if _registry.bell is None:
        return 0
    return counts_for(request.user, {"bell": partial(_registry.bell, request)})["bell"]


def entries(request: HttpRequest) -> list[ShownEntry]:
    """The entries that this person sees: at most eight for daily work, then the secondary ones."""
    seen = [entry for entry in sorted(_registry.entries.values(), key=lambda e: e.order) if entry.visible(request)]
    daily = [entry for entry in seen if not entry.secondary]
    below = daily[MOST_ENTRIES:] + [entry for entry in seen if entry.secondary]
    placed = [(entry, _address(entry.url_name)) for entry in daily[:MOST_ENTRIES] + below]
    current = _current([url for _, url in placed], request.path)
    counters = {entry.url_name: partial(entry.count, request) for entry in seen if entry.count}
    counts = counts_for(request.user, counters) if counters else {}
    return [
        ShownEntry(
            label=entry.label,
            url=url,
            icon=entry.icon,
            count=counts.get(entry.url_name, 0),
            active=url == current,
            secondary=entry in below,
        )
        for entry, url in placed
    ]


@cache
def _address(url_name: str) -> str:
    return reverse(url_name)


def _current(urls: list[str], path: str) -> str | None:
    """The longest address that the path lies under, so that /ho-so/12/ marks /ho-so/."""
    return max((url for url in urls if path.startswith(url)), key=len, default=None)
