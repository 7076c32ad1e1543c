"""Which reminder is due on a day: arithmetic only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from core.workdays import add_working_days, is_working_day


def stage_on(due_on: dt.date, day: dt.date, days_before: Sequence[int], *, when_late: bool) -> int | None:
    """The latest stage that has come by that day, or None.

    Before the term it is the smallest of `days_before` that has been reached, so that a beat that was away for a week
    sends one reminder, not three. When late it is minus the days, on working days only.
    """
    left = (due_on - day).days
    if left < 0:
        return left if when_late and is_working_day(day) else None
    return min((before for before in days_before if before >= left), default=None)


def leaders_stage(due_on: dt.date, day: dt.date, after: int) -> int | None:
    """The one stage at which leaders are told: from `after` days late on, on a working day."""
    late = (day - due_on).days
    return -after if late >= after and is_working_day(day) else None


def next_day(due_on: dt.date, day: dt.date, days_before: Sequence[int], *, when_late: bool) -> dt.date | None:
    """The next day after `day` on which a reminder will go if the thing is still open then."""
    coming = [due_on - dt.timedelta(days=before) for before in days_before]
    ahead = [one for one in coming if one > day]
    if ahead:
        return min(ahead)
    return add_working_days(max(day, due_on), 1) if when_late else None


def words(stage: int) -> str:
    """How a list names a stage."""
    if stage > 0:
        return f"trước {stage} ngày"
    return "đúng ngày hết hạn" if stage == 0 else f"quá hạn {-stage} ngày"
