"""The days that were ordered otherwise than the calendar says, as `core.workdays` asks for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.cache import cache

from core import audit
from core.errors import Denied
from core.models import CalendarDay
from core.workdays import Ordered

_KEY = "ordered-days"
KEEP_SECONDS = 300


def ordered_days() -> Ordered:
    """Every ordered day, from the cache when it is known there."""
    return cache.get_or_set(_KEY, _stored, KEEP_SECONDS) or {}


def _stored() -> dict[dt.date, bool]:
    return dict(CalendarDay.objects.values_list("day", "works"))


def forget(**_: Any) -> None:
    """Receiver: a day was written or removed."""
    cache.delete(_KEY)


def order_day(*, day: dt.date, works: bool, reason: str, actor: Any) -> CalendarDay:
    """Say that offices rest or work on a day. Raises Denied when the day is ordered already."""
    if CalendarDay.objects.filter(day=day).exists():
        raise Denied(f"Ngày {day:%d/%m/%Y} đã có trong danh sách. Xoá dòng cũ trước khi ghi lại.")
    row = CalendarDay.objects.create(day=day, works=works, reason=reason)
    audit.record(
        actor=actor, action="calendar.order", obj=row, after={"day": str(day), "works": works, "reason": reason}
    )
    return row


def withdraw_order(*, row: CalendarDay, actor: Any) -> None:
    """Let the calendar hold again on that day."""
    audit.record(actor=actor, action="calendar.withdraw", obj=row, before={"day": str(row.day), "works": row.works})
    row.delete()
