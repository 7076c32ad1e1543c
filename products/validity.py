"""How long a recognition holds of which only the year is known: one reading for the public list, fairs and shops.

Such a recognition may have been signed on any day of its year. It surely holds as long as one signed on 1 January would,
and surely no longer once one signed on 31 December would not; in between nobody can say.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache

from criteria.models import Ruleset
from criteria.queries import ruleset_on, typed_ruleset
from products.actions.recognitions import add_months

OLDEST_YEAR = 2018
KEPT_SECONDS = 300


@dataclass(frozen=True)
class YearBounds:
    """For recognitions with a year only: from which year on they surely hold, up to which they surely do not."""

    holds_from: int
    over_until: int


def validity_months(day: dt.date) -> int:
    """Months of validity by the ruleset in force, 0 when none is; asked again after five minutes."""
    return int(cache.get_or_set(f"products:months:{day:%Y%m%d}", lambda: _months_on(day), KEPT_SECONDS) or 0)


def _months_on(day: dt.date) -> int:
    try:
        return typed_ruleset(ruleset_on(day)).validity_months
    except Ruleset.DoesNotExist:
        return 0


def year_bounds(day: dt.date) -> YearBounds:
    """Bounds on a day, from the months of validity that the ruleset in force gives."""
    months = validity_months(day)
    if not months:
        return YearBounds(holds_from=day.year + 1, over_until=OLDEST_YEAR - 1)
    years = range(OLDEST_YEAR, day.year + 1)
    return YearBounds(
        holds_from=min((y for y in years if add_months(dt.date(y, 1, 1), months) >= day), default=day.year + 1),
        over_until=max((y for y in years if add_months(dt.date(y, 12, 31), months) < day), default=OLDEST_YEAR - 1),
    )


def sure_until(year: int | None, day: dt.date) -> dt.date | None:
    """The last day on which a recognition of that year surely holds; None when the year or the law's term is unknown."""
    months = validity_months(day)
    return add_months(dt.date(year, 1, 1), months) if year is not None and months else None
