"""What `manage.py check --deploy` asks of an installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from accounts import second_factor


@register(Tags.security, deploy=True)
def second_factor_has_its_own_key(**_: Any) -> list[CheckMessage]:
    """Without MFA_KEY a change of SECRET_KEY would make every second factor unreadable."""
    if settings.OCOP_REQUIRE_2FA and not (settings.DEMO or settings.DEBUG) and not second_factor.keys():
        return [Error("Chưa đặt MFA_KEY.", hint="Đặt MFA_KEY ngẫu nhiên, khác SECRET_KEY.", id="accounts.E001")]
    return []
