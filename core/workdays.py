"""Working days in Vietnam: Monday to Friday without public holidays."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def is_working_day(day: dt.date) -> bool:
    """Say whether offices work on that day."""
    return day.weekday() < 5 and day not in _holidays_of(day.year)


def add_working_days(start: dt.date, count: int) -> dt.date:
    """The day that comes `count` working days after `start`; the day itself is not counted (Bộ luật Dân sự, Điều 147)."""
    day = start
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(end: dt.date, count: int) -> dt.date:
    """The day that lies `count` working days before `end`."""
    day = end
    while count > 0:
        day -= dt.timedelta(days=1)
        count -= is_working_day(day)
    return day
