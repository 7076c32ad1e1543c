"""What activities cost: classes, events and inspections register their rows here, and the budget reads them.

In an app's own `costs.py`: `register("trainings", rows)`, where `rows(year)` yields a `Cost` for each cost row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from products.enums import BudgetSource

PAID_ON_HELP = (
    "Báo cáo tính khoản chi theo ngày này. Bỏ trống thì tính vào ngày cuối của hoạt động; "
    "ghi đã chi khi hoạt động chưa xong thì tính vào ngày ghi."
)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One cost row in whole dong. `unit_id` is the unit whose activity it is; `url` opens the activity.

    `key` names the activity within the whole portal ("trainings:12"), so that a plan can say to which of its tasks the
    activity belongs. `paid_on` is the day on which `spent` was paid; None counts on every day.
    """

    activity: str
    title: str
    unit_id: int
    source: BudgetSource
    planned: Decimal
    spent: Decimal
    url: str
    key: str = ""
    paid_on: dt.date | None = None

    def spent_by(self, day: dt.date | None) -> Decimal:
        """What had been paid at the end of a day; everything when no day is named."""
        return self.spent if day is None or self.paid_on is None or self.paid_on <= day else Decimal(0)


Rows = Callable[[int], Iterable[Cost]]
_providers: dict[str, Rows] = {}


def register(activity: str, rows: Rows) -> None:
    """Name the rows of one kind of activity ("trainings", "promotion", "inspections")."""
    _providers[activity] = rows


def costs_of_year(year: int) -> list[Cost]:
    """All rows of a year, by kind of activity."""
    return [cost for rows in _providers.values() for cost in rows(year)]
