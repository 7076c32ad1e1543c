"""How a task stands: arithmetic only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from programme.enums import Standing

LAG = 30  # points by which the work may stay behind the time that has gone
LAST_DAYS = 14


def percent_of(units: Iterable[int], newest: Mapping[int, int]) -> int:
    """The mean of what each responsible unit reported last, rounded down; one that was silent counts as nothing."""
    wanted = list(units)
    return sum(newest.get(unit, 0) for unit in wanted) // len(wanted) if wanted else 0


def standing(percent: int, starts_on: dt.date, ends_on: dt.date, on: dt.date) -> Standing:
    """Done, late, at risk, under way, or not yet time.

    At risk: more than 30 points behind the time that has gone, or unfinished within its last fortnight.
    """
    if percent >= 100:
        return Standing.DONE
    if on > ends_on:
        return Standing.LATE
    if on < starts_on and percent == 0:
        return Standing.NOT_YET
    gone = max((on - starts_on).days, 0) * 100 // max((ends_on - starts_on).days, 1)
    near_end = (ends_on - on).days <= LAST_DAYS and percent < 80
    return Standing.AT_RISK if near_end or gone - percent > LAG else Standing.ON_TRACK
