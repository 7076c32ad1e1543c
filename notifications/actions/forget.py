"""Read messages are of use for a while."""

from __future__ import annotations

import datetime as dt

from core.formats import now
from notifications.enums import MailState
from notifications.models import Message

KEEP_READ = dt.timedelta(days=730)


def forget_old_messages() -> int:
    """Delete messages read more than two years ago, with their mails; what is unread or unsent stays.

    What happened stays in the audit trail; a message is only the news of it. A reminder of a due date long past is
    never written again.
    """
    old = Message.objects.filter(read_at__lt=now() - KEEP_READ).exclude(
        mail__state__in=[MailState.PENDING, MailState.SENDING, MailState.FAILED]
    )
    return old.delete()[1].get("notifications.Message", 0)
