"""Who does the paperwork after a session."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import Unit
from accounts.seats import holds_at, units_of
from core.errors import Denied

OFFICERS = (Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
LEADERS = (Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)


def follow_up_units(user: Any) -> list[Unit]:
    """Units whose papers the person prepares or signs."""
    return list({unit.pk: unit for unit in units_of(user, (*OFFICERS, *LEADERS))}.values())


def can_follow_up(user: Any, unit: Unit) -> bool:
    """Officers of the unit draft its papers."""
    return holds_at(user, unit, *OFFICERS)


def check_follow_up(user: Any, unit: Unit) -> None:
    """May the person draft papers of this unit?"""
    if not can_follow_up(user, unit):
        raise Denied("Chỉ cán bộ của đơn vị soạn được văn bản này.", obj=unit, action="paper.draft")


def can_record_ministry(user: Any, unit: Unit) -> bool:
    """The Department's officers record what the Ministry answers."""
    return unit.is_province and holds_at(user, unit, Role.DEPARTMENT_OFFICER)


def check_record_ministry(user: Any, unit: Unit) -> None:
    """May the person record the Ministry's answer for dossiers of this unit?"""
    if not can_record_ministry(user, unit):
        raise Denied("Chỉ cán bộ Sở ghi được kết quả của Bộ.", obj=unit, action="ministry.record")
