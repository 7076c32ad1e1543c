"""One mail a morning for those who asked for it instead of a mail for each message."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.models import User
from core.formats import date_vn, now, today
from core.queue import send_soon
from notifications.models import MailPreference, Message, OutboxMail

KIND = "digest"
MOST_LINES = 40


def send_digests(on: dt.date | None = None) -> int:
    """Write each person's digest of what is unread and came since the last one. Returns how many were written."""
    day = on or today()
    wanting = MailPreference.objects.filter(by_mail=True, digest=True, user__is_active=True).exclude(user__email="")
    return sum(_digest(preference.user, day) for preference in wanting.select_related("user"))


@transaction.atomic
def _digest(person: User, day: dt.date) -> bool:
    """One digest a person and day, held by the key of the message."""
    last = Message.objects.filter(recipient=person, kind=KIND).order_by("-created_at").first()
    news = Message.objects.filter(recipient=person, read_at__isnull=True).exclude(kind=KIND)
    if last is not None:
        news = news.filter(created_at__gt=last.created_at)
    titles = list(news.order_by("created_at").values_list("title", flat=True))
    if not titles:
        return False
    lines = [f"- {title}" for title in titles[:MOST_LINES]]
    if len(titles) > MOST_LINES:
        lines.append(f"- và {len(titles) - MOST_LINES} tin khác trong cổng")
    draft = Message(
        recipient=person,
        kind=KIND,
        title=f"Tổng hợp ngày {date_vn(day)}: {len(titles)} tin chưa đọc",
        body="\n".join(lines),
        url="/thong-bao/?loc=chua-doc",
        dedupe=f"{day:%Y-%m-%d}",
        read_at=now(),  # the news itself is unread; its summary need not be read twice
    )
    Message.objects.bulk_create([draft], ignore_conflicts=True)
    if not Message.objects.filter(pk=draft.pk).exists():
        return False
    from notifications.tasks import deliver

    OutboxMail.objects.create(message=draft, address=person.email)
    send_soon(deliver)
    return True
