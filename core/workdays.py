"""Working days in Vietnam: Monday to Friday without public holidays, and the days that were ordered otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache

import holidays

Ordered = Mapping[dt.date, bool]  # day → whether offices work on it
_sources: list[Callable[[], Ordered]] = []


def read_orders_from(source: Callable[[], Ordered]) -> None:
    """Name where a province's extra and exchanged days are kept; the last source named is asked."""
    _sources[:] = [source]


def _ordered() -> Ordered:
    return _sources[0]() if _sources else {}


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def _works(day: dt.date, ordered: Ordered) -> bool:
    if day in ordered:
        return ordered[day]
    return day.weekday() < 5 and day not in _holidays_of(day.year)


def is_working_day(day: dt.date) -> bool:
    """Say whether offices work on that day."""
    return _works(day, _ordered())


def holiday_name(day: dt.date) -> str:
    """The public holiday that falls on that day, or nothing."""
    return str(holidays.country_holidays("VN", years=day.year, language="vi").get(day, ""))


def add_working_days(start: dt.date, count: int) -> dt.date:
    """The day that comes `count` working days after `start`; the day itself is not counted (Bộ luật Dân sự, Điều 147)."""
    day, ordered = start, _ordered()
    while count > 0:
        day += dt.timedelta(days=1)
        count -= _works(day, ordered)
    return day


def working_days_before(end: dt.date, count: int) -> dt.date:
    """The day that lies `count` working days before `end`."""
    day, ordered = end, _ordered()
    while count > 0:
        day -= dt.timedelta(days=1)
        count -= _works(day, ordered)
    return day
