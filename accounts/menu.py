"""Entries of the rail: administration, and the second person's confirmations."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.enums import Role
from accounts.models import FactorReset
from accounts.seats import has_role
from core import menu


def _waiting(request: HttpRequest) -> int:
    return FactorReset.objects.filter(confirmed_by__isnull=True).exclude(asked_by=request.user.pk).count()


menu.register(
    menu.MenuEntry(
        label="Quản trị",
        url_name="accounts:admin",
        icon="gear",
        order=90,
        visible=lambda request: has_role(request.user, Role.ADMIN),
        count=_waiting,
    )
)
menu.register(
    menu.MenuEntry(
        label="Xác nhận đặt lại",
        url_name="accounts:factor_resets",
        icon="shield-lock",
        order=91,
        visible=lambda request: has_role(request.user, Role.DEPARTMENT_LEADER) and _waiting(request) > 0,
        count=_waiting,
    )
)
