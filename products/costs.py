"""What activities cost: classes, events and inspections register their rows here, and the budget reads them.

In an app's own `costs.py`: `register("trainings", rows)`, where `rows(year)` yields a `Cost` for each cost row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from products.enums import BudgetSource


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One cost row in whole dong. `unit_id` is the unit whose activity it is; `url` opens the activity."""

    activity: str
    title: str
    unit_id: int
    source: BudgetSource
    planned: Decimal
    spent: Decimal
    url: str


Rows = Callable[[int], Iterable[Cost]]
_providers: dict[str, Rows] = {}


def register(activity: str, rows: Rows) -> None:
    """Name the rows of one kind of activity ("trainings", "promotion", "inspections")."""
    _providers[activity] = rows


def costs_of_year(year: int) -> list[Cost]:
    """All rows of a year, by kind of activity."""
    return [cost for rows in _providers.values() for cost in rows(year)]
