"""Delivering the outbox. Safe under two workers, two beats, a message delivered twice and kill -9.

A mail is claimed in one short transaction (the row says "sending", the attempt is counted), sent outside any, and
settled in a third. Whoever dies in between leaves the row "sending"; after LEASE it is taken up again, and the row
counts the interruption: only such a mail can arrive twice, under the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import Q

from core.formats import now
from notifications.enums import MailState
from notifications.mail import BadAddress, send
from notifications.models import OutboxMail

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(minutes=5)
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1_440))


@dataclass(frozen=True)
class Delivered:
    """What one run did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def deliver_due(limit: int = 200) -> Delivered:
    """Send what is due, one mail at a time, until nothing is or `limit` is reached."""
    sent = postponed = failed = 0
    for _ in range(limit):
        mail = _claim()
        if mail is None:
            break
        state = _attempt(mail)
        sent += state == MailState.SENT
        postponed += state == MailState.PENDING
        failed += state == MailState.FAILED
    return Delivered(sent, postponed, failed)


@transaction.atomic
def _claim() -> OutboxMail | None:
    """Take the next due mail that nobody else holds, and count the attempt before it happens."""
    moment = now()
    abandoned = Q(state=MailState.SENDING, attempted_at__lt=moment - LEASE)
    mail = (
        OutboxMail.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(Q(state=MailState.PENDING, next_at__lte=moment) | abandoned)
        .order_by("next_at", "created_at")
        .first()
    )
    if mail is None:
        return None
    if mail.state == MailState.SENDING:
        mail.interruptions += 1
        log.warning("mail.interrupted", mail=str(mail.pk), attempts=mail.attempts)
    mail.state = MailState.SENDING
    mail.attempts += 1
    mail.attempted_at = moment
    mail.save(update_fields=["state", "attempts", "attempted_at", "interruptions"])
    return OutboxMail.objects.select_related("message", "message__recipient").get(pk=mail.pk)


def _attempt(mail: OutboxMail) -> MailState:
    try:
        send(mail)
    except BadAddress as error:
        return _settle(mail, MailState.FAILED, error=str(error))
    except Exception as error:  # noqa: BLE001 - every fault of network and server is written down and tried again
        log.warning("mail.not_sent", mail=str(mail.pk), attempts=mail.attempts, error=str(error))
        if mail.attempts >= len(BACK_OFF):
            return _settle(mail, MailState.FAILED, error=str(error))
        return _settle(mail, MailState.PENDING, error=str(error), next_at=now() + BACK_OFF[mail.attempts - 1])
    return _settle(mail, MailState.SENT)


def _settle(mail: OutboxMail, state: MailState, *, error: str = "", next_at: dt.datetime | None = None) -> MailState:
    """Write the end of this attempt, unless another worker has taken the mail up in between."""
    values: dict[str, object] = {"state": state, "last_error": error[:1_000]}
    if state == MailState.SENT:
        values["sent_at"] = now()
    if next_at is not None:
        values["next_at"] = next_at
    mine = OutboxMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)
    if not mine.update(**values):
        log.info("mail.settled_elsewhere", mail=str(mail.pk))
    return state
