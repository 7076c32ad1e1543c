"""Counts that every page or the administrator asks for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from core.formats import now
from notifications.enums import MailState
from notifications.models import OutboxMail
from notifications.visibility import visible_messages

STUCK_AFTER = dt.timedelta(minutes=30)


def unread_count(user: Any) -> int:
    """How many messages the person has not read."""
    return visible_messages(user).filter(read_at__isnull=True).count()


def failed_mails() -> QuerySet[OutboxMail]:
    """Mails that were given up: somebody must look at the address."""
    return OutboxMail.objects.filter(state=MailState.FAILED)


def stuck_mails() -> QuerySet[OutboxMail]:
    """Mails that should have gone long ago: the worker, the queue or the mail server is away."""
    return OutboxMail.objects.filter(state=MailState.PENDING, created_at__lt=now() - STUCK_AFTER)
