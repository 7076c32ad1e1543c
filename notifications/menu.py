"""The first entry of everybody's rail, and the bell."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.enums import STAFF, Role
from accounts.seats import has_role
from core import menu
from notifications import queries, todo

menu.register(
    menu.MenuEntry(
        label="Việc cần làm",
        url_name="notifications:todo",
        icon="check2-square",
        order=0,
        count=lambda request: len(todo.items_for(request.user)),
    )
)


def _administrates(request: HttpRequest) -> bool:
    return has_role(request.user, Role.ADMIN)


menu.register(
    menu.MenuEntry(
        label="Hộp thư đi",
        url_name="notifications:outbox",
        icon="envelope",
        order=95,
        visible=_administrates,
        count=lambda _request: queries.failed_mails().count(),
    )
)
menu.register(
    menu.MenuEntry(
        label="Lịch nhắc việc",
        url_name="notifications:schedule",
        icon="bell",
        order=90,
        visible=lambda request: has_role(request.user, *STAFF, Role.ADMIN),
        secondary=True,
    )
)
menu.register_bell(lambda request: queries.unread_count(request.user))
