"""Who must use a second factor, who has one, and the keys that keep its secrets."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from accounts.seats import seats_of

_duties: list[Callable[[Any], bool]] = []


def register(predicate: Callable[[Any], bool]) -> None:
    """Name a further duty that asks for a second factor (an app above: who chairs a council, who issues papers)."""
    if predicate not in _duties:
        _duties.append(predicate)


def keys() -> list[str]:
    """The keys of MFA_KEY, separated by commas."""
    return [key.strip() for key in settings.MFA_KEY.split(",") if key.strip()]


def cipher() -> MultiFernet:
    """Encrypts with the first key and reads with each; the demonstration has no key of its own but SECRET_KEY."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second-factor:{key}".encode()).digest()))
        for key in keys() or [settings.SECRET_KEY]
    )


def is_required(user: Any) -> bool:
    """Say whether this person must use a second factor: whoever opens or closes sessions, issues or administers."""
    if not settings.OCOP_REQUIRE_2FA or not user.is_authenticated:
        return False
    if any(seat.role in settings.SECOND_FACTOR_ROLES for seat in seats_of(user)):
        return True
    return any(duty(user) for duty in _duties)


def has_one(user: Any) -> bool:
    """Say whether the person has switched on one-time codes."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def is_owed(user: Any) -> bool:
    """Say whether the person must switch it on before going on."""
    return is_required(user) and not has_one(user)
