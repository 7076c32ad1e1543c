"""The search box: each app registers what it finds, within what the person may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.text import fold


@dataclass(frozen=True)
class Hit:
    """One line of the search page."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Provider:
    """One kind of thing that can be found. `find` gets the person, the folded words and a limit."""

    label: str
    icon: str
    find: Callable[[Any, str, int], Iterable[Hit]]
    order: int = 50


_providers: list[Provider] = []
LIMIT = 12


def register(provider: Provider) -> None:
    """Add a provider once."""
    if all(known.label != provider.label for known in _providers):
        _providers.append(provider)


def search(user: Any, text: str) -> list[tuple[Provider, list[Hit]]]:
    """Hits by kind; empty for fewer than two letters."""
    folded = fold(text)
    if len(folded) < 2:
        return []
    found = [(p, list(p.find(user, folded, LIMIT))) for p in sorted(_providers, key=lambda p: p.order)]
    return [(provider, hits) for provider, hits in found if hits]
