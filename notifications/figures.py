"""Year progress beside the list of work: shown only when an app registers figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, kw_only=True)
class YearFigure:
    """One line of progress: done of planned, with the list behind it."""

    label: str
    value: Decimal | int
    most: Decimal | int
    url: str = ""
    note: str = ""


Provider = Callable[[Any, int], Iterable[YearFigure]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider, once: it gets the person and the year in work, and answers with what concerns them."""
    if provider not in _providers:
        _providers.append(provider)


def figures_of_year(user: Any, year: int) -> list[YearFigure]:
    """All figures of the year for this person, in the order of registration."""
    return [figure for provider in _providers for figure in provider(user, year)]
