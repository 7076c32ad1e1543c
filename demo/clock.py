"""Playing past days: the portal's own clock is shifted by whole days, so each action stamps the day it is told for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from core.formats import VIETNAM, today


@contextmanager
def days_ago(days: int) -> Iterator[dt.date]:
    """Let the portal believe that it is so many days earlier; gives that day."""
    before = settings.CLOCK_SHIFT_DAYS
    settings.CLOCK_SHIFT_DAYS = before - days
    try:
        yield today()
    finally:
        settings.CLOCK_SHIFT_DAYS = before


def day(offset: int) -> dt.date:
    """So many days from the demonstration's today."""
    return today() + dt.timedelta(days=offset)


def at(when: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """An hour of a day in Vietnam."""
    return dt.datetime.combine(when, dt.time(hour, minute), tzinfo=VIETNAM)
