"""After the story: what is old was read, and the mails of the year lie in the trial box."""

from __future__ import annotations

import datetime as dt

from core.formats import now
from notifications.actions import deliver_due
from notifications.models import Message

READ_AFTER = dt.timedelta(days=8)
MOST_MAILS = 5_000


def settle_messages() -> None:
    """Mark old messages as read, and deliver the mails, so that none of them floods the first visitor."""
    Message.objects.filter(created_at__lt=now() - READ_AFTER, read_at=None).update(read_at=now() - READ_AFTER)
    deliver_due(limit=MOST_MAILS)
