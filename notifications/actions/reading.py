"""Reading messages."""

from __future__ import annotations

from accounts.models import User
from core import counts
from core.formats import now
from notifications.models import MailPreference, Message
from notifications.visibility import visible_messages


def mark_read(*, message: Message, actor: User) -> Message:
    """Note that the person has read it; the first time counts."""
    visible_messages(actor).filter(pk=message.pk, read_at__isnull=True).update(read_at=now())
    counts.forget([actor.pk])
    message.refresh_from_db(fields=["read_at"])
    return message


def mark_all_read(*, actor: User) -> int:
    """Note that the person has read everything; returns how many were new."""
    news = visible_messages(actor).filter(read_at__isnull=True).update(read_at=now())
    counts.forget([actor.pk])
    return news


def set_mail_preference(*, actor: User, by_mail: bool, digest: bool = False) -> MailPreference:
    """Choose whether messages also come by mail, and whether all of a day in one."""
    chosen = {"by_mail": by_mail, "digest": by_mail and digest}
    preference, _ = MailPreference.objects.update_or_create(user=actor, defaults=chosen)
    return preference
