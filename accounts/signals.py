"""What signing in and out leaves in the audit trail and in the logs."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import lockout
from core import audit
from core.formats import now

log = structlog.get_logger(__name__)


# Django connects its own note of the real clock under this name later; the first to take the name keeps it.
@receiver(user_logged_in, dispatch_uid="update_last_login")
def _note_last_sign_in(user: Any, **kwargs: Any) -> None:
    user.last_login = now()
    user.save(update_fields=["last_login"])


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    audit.record(actor=user, action="session.begin", obj=user)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        audit.record(actor=user, action="session.end", obj=user)


@receiver(user_login_failed)
def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The log gets the digest under which failures are counted: people type passwords into the name's box."""
    locked = bool(getattr(request, "axes_locked_out", False))
    log.warning("sign_in.failed", name=lockout.counted_name(request, credentials)[:12], locked=locked)


@receiver(authenticator_added)
def _factor_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    audit.record(actor=user, action="factor.on", obj=user, after={"type": str(authenticator.type)})
