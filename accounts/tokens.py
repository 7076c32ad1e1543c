"""The link of a first sign-in: signed, short-lived, good for one password."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core import signing

from accounts.models import User

_SALT = "accounts.first-sign-in"


def _state(user: User) -> str:
    """Changes as soon as a password is set or another link is made."""
    return hashlib.sha256(f"{user.pk}:{user.password}:{user.is_active}".encode()).hexdigest()[:24]


def make(user: User) -> str:
    """Sign a token for this person as the account stands now."""
    return signing.dumps([user.pk, _state(user)], salt=_SALT)


def read(token: str) -> User | None:
    """The person of a token that is genuine, young and unused."""
    try:
        pk, state = signing.loads(token, salt=_SALT, max_age=settings.FIRST_SIGN_IN_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and _state(user) == state else None
