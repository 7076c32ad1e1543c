"""Who may administer, and which seats one person may hold together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.enums import ROLE_LEVELS, STAFF, Role
from accounts.models import Membership, Unit, User
from accounts.seats import has_role
from core.errors import Denied
from core.formats import date_vn, today

SECOND_PERSONS = (Role.ADMIN, Role.DEPARTMENT_LEADER)
_APART = (
    (
        frozenset({Role.ADMIN}),
        frozenset(Role) - {Role.ADMIN},
        "Người quản trị hệ thống không giữ vai trò nào khác: không chấm điểm, không quyết định.",
        False,
    ),
    (
        frozenset({Role.PRODUCER}),
        STAFF,
        "Chủ thể không thể đồng thời là cán bộ hoặc lãnh đạo xử lý hồ sơ.",
        False,
    ),
    (
        frozenset({Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER}),
        frozenset({Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER}),
        "Người nhập và người duyệt của một đơn vị phải là hai người khác nhau.",
        True,
    ),
)


def administers(actor: Any) -> bool:
    """Say whether this person (or the portal itself, None) may manage accounts."""
    return actor is None or has_role(actor, Role.ADMIN)


def check_administers(actor: Any) -> None:
    """Raise Denied for everybody but the administrator."""
    if not administers(actor):
        raise Denied("Chỉ người quản trị hệ thống được quản lý tài khoản.")


def check_seat(*, actor: Any, user: User, role: Role, unit: Unit, start: dt.date, end: dt.date | None) -> None:
    """Raise Denied when this person may not hold this seat.

    The administrator gives nobody's seat to himself; duties that must lie with different people stay apart.
    """
    check_administers(actor)
    if actor is not None and actor.pk == user.pk:
        raise Denied("Bạn không thể tự giao vai trò cho mình. Cần người quản trị khác thực hiện.", obj=user)
    if unit.level not in ROLE_LEVELS[role]:
        raise Denied(f"Vai trò “{role.label}” không thuộc {unit.get_level_display()}.", obj=user)
    if unit.valid_from > start or (unit.valid_to and unit.valid_to < start):
        raise Denied(f"{unit.name} không tồn tại vào ngày {date_vn(start)}.", obj=user)
    if end is not None and end < start:
        raise Denied("Ngày kết thúc phải sau ngày bắt đầu.", obj=user)
    if any(other.role == role and other.unit_id == unit.pk for other in _meanwhile(user, start, end)):
        raise Denied(f"{user} đã giữ vai trò này tại {unit.area}.", obj=user)
    check_duties_apart(user=user, role=role, unit=unit, start=start, end=end)


def _meanwhile(user: User, start: dt.date, end: dt.date | None) -> list[Membership]:
    """Seats of the person that overlap the days."""
    rows = Membership.objects.lasting(start).filter(user=user)
    return list(rows.filter(valid_from__lte=end) if end else rows)


def check_duties_apart(*, user: User, role: Role, unit: Unit, start: dt.date, end: dt.date | None) -> None:
    """Raise Denied when within these days the person holds a seat whose duties must lie with somebody else."""
    for other in _meanwhile(user, start, end):
        _check_pair(role, unit, other, user)


def _check_pair(role: Role, unit: Unit, other: Membership, user: User) -> None:
    held = Role(other.role)
    for one, rest, sentence, same_unit in _APART:
        meets = (role in one and held in rest) or (role in rest and held in one)
        if meets and (not same_unit or other.unit_id == unit.pk):
            raise Denied(sentence, obj=user)


def check_not_last_admin(user: User, day: dt.date | None = None) -> None:
    """Raise Denied when without this person nobody could administer on the day (today unless said otherwise) or later.

    Others cease to administer on the day after the last of a seat; so these are the days to look at.
    """
    first = day or today()
    lasting = Membership.objects.lasting(first).filter(role=Role.ADMIN)
    own, others = list(lasting.filter(user=user)), list(lasting.filter(user__is_active=True).exclude(user=user))
    days = {first, *(seat.valid_from for seat in own)} | {
        seat.valid_to + dt.timedelta(days=1) for seat in others if seat.valid_to is not None
    }
    for one in sorted(one for one in days if one >= first):
        if any(seat.lasts(one) for seat in own) and not any(seat.lasts(one) for seat in others):
            since = f" từ ngày {date_vn(one)}" if one > today() else ""
            raise Denied(
                f"Đây là người quản trị cuối cùng{since}. Giao vai trò quản trị cho người khác trước.", obj=user
            )


def check_may_confirm_reset(*, actor: Any, asked_by: Any, user: Any) -> None:
    """Raise Denied unless a second person, neither the asker nor the one concerned, confirms."""
    if not has_role(actor, *SECOND_PERSONS):
        raise Denied("Chỉ người quản trị khác hoặc lãnh đạo Sở được xác nhận.", obj=user)
    if actor.pk in {asked_by.pk, user.pk}:
        raise Denied(
            "Cần một người thứ hai xác nhận: không phải người đề nghị, không phải người được đặt lại.", obj=user
        )
