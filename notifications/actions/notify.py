"""Telling people: rows written with the work, delivery after its commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from accounts.models import User
from core import counts
from core.formats import now
from core.queue import send_soon
from core.text import nfc
from notifications.enums import MailState
from notifications.models import MailPreference, Message, OutboxMail

TITLE_LENGTH = 200


def one_line(text: str) -> str:
    """A title without line breaks and control signs: it becomes the subject of a mail."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in nfc(text)).split())


def _own_path(url: str) -> str:
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"A message leads to a page of the portal, not to {url!r}")
    return url


@transaction.atomic
def notify(
    *,
    recipients: Iterable[User],
    kind: str,
    title: str,
    body: str = "",
    url: str = "",
    obj: models.Model | None = None,
    due_date: dt.date | None = None,
    dedupe: str = "",
    by_mail: bool = True,
) -> list[Message]:
    """Write a message to each active person, and a mail where they want one; both live or die with the caller's work.

    Called inside the caller's transaction. A reminder gives `due_date`: one message a (kind, object, recipient,
    due date), however often it is called. `dedupe` does the same with a key of the caller's. Returns what is new.
    """
    people = {person.pk: person for person in recipients if person.is_active}
    drafts = [
        Message(recipient=person, due_date=due_date, dedupe=dedupe, **_content(kind, title, body, url, obj))
        for person in people.values()
    ]
    written = _write(drafts)
    if by_mail:
        _queue_mails(written, people)
    counts.forget(message.recipient_id for message in written if message.recipient_id is not None)
    return written


def _content(kind: str, title: str, body: str, url: str, obj: models.Model | None) -> dict[str, str]:
    """What a message says and what it is about, as the row holds it."""
    return {
        "kind": kind,
        "title": one_line(title)[:TITLE_LENGTH],
        "body": nfc(body),
        "url": _own_path(url),
        "object_type": obj._meta.label_lower if obj is not None else "",
        "object_id": str(obj.pk) if obj is not None else "",
    }


def _write(drafts: list[Message]) -> list[Message]:
    """Insert, let the database drop what was told before, and see what remained."""
    Message.objects.bulk_create(drafts, ignore_conflicts=True)
    stored = set(Message.objects.filter(pk__in=[draft.pk for draft in drafts]).values_list("pk", flat=True))
    return [draft for draft in drafts if draft.pk in stored]


def _queue_mails(messages: list[Message], people: dict[Any, User]) -> None:
    from notifications.tasks import deliver

    not_each = MailPreference.objects.filter(Q(by_mail=False) | Q(digest=True), user_id__in=people)
    refusing = set(not_each.values_list("user_id", flat=True))
    mails = [
        OutboxMail(message=message, address=people[message.recipient_id].email)
        for message in messages
        if people[message.recipient_id].email and message.recipient_id not in refusing
    ]
    if mails:
        OutboxMail.objects.bulk_create(mails)
        send_soon(deliver)


@transaction.atomic
def write_to(
    *, address: str, name: str, kind: str, title: str, body: str = "", url: str = "", obj: models.Model | None = None
) -> Message:
    """Write a mail to somebody without an account; called inside the caller's transaction, like `notify`.

    `url` is a page that they may open without signing in. There is nothing to be read in the portal, so the message
    counts as read and is forgotten with the others.
    """
    message = Message.objects.create(
        addressee=one_line(name)[:150], read_at=now(), **_content(kind, title, body, url, obj)
    )
    OutboxMail.objects.create(message=message, address=address)
    from notifications.tasks import deliver

    send_soon(deliver)
    return message


@transaction.atomic
def withdraw_links(*, obj: models.Model, kind: str) -> None:
    """Take the address out of what was written about an object, for links that work no more; unsent mails are dropped."""
    messages = Message.objects.filter(kind=kind, object_type=obj._meta.label_lower, object_id=str(obj.pk))
    unsent = (MailState.PENDING, MailState.FAILED)  # a given-up one could be sent again
    OutboxMail.objects.filter(message__in=messages, state__in=unsent).delete()
    messages.update(url="")
