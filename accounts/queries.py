"""Named questions about units in time: who was where on a day, and where an ended unit's places and papers went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from accounts.models import Unit, UnitSuccession
from core.formats import today

_BELOW = """
WITH RECURSIVE reach(id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT step.id FROM reach CROSS JOIN LATERAL (
        SELECT unit.id FROM accounts_unit unit WHERE unit.parent_id = reach.id
        UNION ALL
        SELECT moved.old_id FROM accounts_unitsuccession moved WHERE moved.new_id = reach.id AND moved."on" <= %s
    ) step
) SELECT id FROM reach
"""
_ABOVE = """
WITH RECURSIVE reach(id) AS (
    SELECT %s::bigint
    UNION
    SELECT step.id FROM reach CROSS JOIN LATERAL (
        SELECT unit.parent_id AS id FROM accounts_unit unit WHERE unit.id = reach.id AND unit.parent_id IS NOT NULL
        UNION ALL
        SELECT moved.new_id FROM accounts_unitsuccession moved WHERE moved.old_id = reach.id AND moved."on" <= %s
    ) step
) SELECT id FROM reach
"""


def _ids(sql: str, start: int | list[int], day: dt.date) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [start, day])
        return {row[0] for row in cursor.fetchall()}


def ids_below(unit_ids: Iterable[int], on: dt.date | None = None) -> set[int]:
    """Ids of the units, of all below them, and of the ended units that went over to any of these by that day."""
    return _ids(_BELOW, list(unit_ids), on or today())


def ids_above(unit: Unit, on: dt.date | None = None) -> set[int]:
    """Ids of the unit, its successors by that day, and all units above any of these."""
    return _ids(_ABOVE, unit.pk, on or today())


def units_on(day: dt.date, level: str | None = None) -> QuerySet[Unit]:
    """Units in force on that day, in Vietnamese order."""
    found = Unit.objects.on(day).select_related("parent")
    return found.filter(level=level) if level else found


def unit_at(code: str, level: str, on: dt.date) -> Unit | None:
    """The unit that bore this official code on that day."""
    return Unit.objects.on(on).filter(code=code, level=level).first()


def current_units(unit: Unit, on: dt.date | None = None) -> list[Unit]:
    """What a unit is on a day: itself while in force, else its successors in force then (two for a split).

    Empty when it had ended and no source says where it went.
    """
    day = on or today()
    found: dict[int, Unit] = {}
    waiting, seen = [unit], {unit.pk}
    while waiting:
        here = waiting.pop(0)
        if here.in_force(day):
            found[here.pk] = here
            continue
        moves = UnitSuccession.objects.filter(old=here, on__lte=day).select_related("new").order_by("share")
        waiting += [move.new for move in moves if move.new_id not in seen]
        seen |= {move.new_id for move in moves}
    return list(found.values())


def former_units(unit: Unit) -> list[Unit]:
    """The units that went directly into this one, in Vietnamese order."""
    moves = UnitSuccession.objects.filter(new=unit).select_related("old", "old__parent").order_by("old__name_sort")
    return [move.old for move in moves]


def units_to_hand_on(on: dt.date | None = None) -> QuerySet[Unit]:
    """Ended units whose people still sit there although a successor of the same level would take them; `waiting` seats."""
    day = on or today()
    heirs = UnitSuccession.objects.filter(on__lte=day, new__level=F("old__level")).values("old")
    lasting = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=day)
    ended = Unit.objects.filter(valid_to__lt=day, pk__in=heirs).annotate(
        waiting=Count("memberships", filter=lasting & Q(memberships__user__is_active=True))
    )
    return ended.filter(waiting__gt=0).order_by("level", "name_sort", "pk")
