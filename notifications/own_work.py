"""What the outbox itself asks of an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

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
