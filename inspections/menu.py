"""This app's entry of the rail."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.enums import Role
from core.menu import MenuEntry, register
from inspections.rules import HANDLING


def _shown(request: HttpRequest) -> bool:
    seat = getattr(request, "seat", None)
    return seat is not None and seat.role in HANDLING | {Role.PRODUCER, Role.COMMUNE_OFFICER, Role.ADVISORY}


register(
    MenuEntry(label="Kiểm tra", url_name="inspections:inspections", icon="clipboard-check", order=54, visible=_shown)
)
