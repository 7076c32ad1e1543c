"""What the outbox and ended units ask of an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts import queries as units
from accounts.enums import Role
from accounts.seats import has_role
from notifications import queries, todo


def mails_in_trouble(user: Any) -> Iterable[todo.TodoItem]:
    """Failed mails, and a queue that does not move: told to administrators only."""
    if not has_role(user, Role.ADMIN):
        return
    failed = queries.failed_mails().count()
    if failed:
        yield todo.TodoItem(
            title="Kiểm tra thư không gửi được",
            about=f"{failed} thư · tin báo trong cổng vẫn có",
            url=reverse("notifications:outbox"),
            button="Xem thư lỗi",
            kind="mail",
            icon="envelope-exclamation",
        )
    stuck = queries.stuck_mails().count()
    if stuck:
        yield todo.TodoItem(
            title="Thư đang ứ lại",
            about=f"{stuck} thư chờ quá 30 phút: kiểm tra tiến trình nền và máy chủ thư",
            url=f"{reverse('notifications:outbox')}?trang-thai=cho-gui",
            button="Xem hàng đợi",
            kind="mail",
            icon="envelope",
        )


def seats_at_ended_units(user: Any) -> Iterable[todo.TodoItem]:
    """Units that ended with people in office: until their seats are moved, these people are shut out."""
    if not has_role(user, Role.ADMIN):
        return
    waiting = list(units.units_to_hand_on())
    if waiting:
        first, seats = waiting[0], sum(unit.waiting for unit in waiting)  # type: ignore[attr-defined]
        yield todo.TodoItem(
            title="Chuyển vai trò sang đơn vị kế thừa",
            about=f"{seats} vai trò ở {len(waiting)} đơn vị đã kết thúc, trước hết {first.name}",
            url=reverse("accounts:unit", args=[first.pk]),
            button="Mở đơn vị",
            kind="unit",
            icon="diagram-2",
        )
