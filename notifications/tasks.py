"""Celery shells of messages, mail and reminders."""

from __future__ import annotations

import dataclasses
from typing import Any

import structlog
from celery import shared_task

from ocop_portal.celery import app

log = structlog.get_logger(__name__)


@app.on_after_finalize.connect
def schedule(sender: Any, **_: Any) -> None:
    """Periodic work of this app."""
    from celery.schedules import crontab

    sender.add_periodic_task(20.0, deliver.s(), name="notifications.deliver")
    sender.add_periodic_task(crontab(hour="3", minute="20"), forget_old.s(), name="notifications.forget_old")
    # Each hour of the day, not once: a beat that was away at six in the morning makes it good the same day.
    sender.add_periodic_task(crontab(hour="6-18", minute="30"), remind.s(), name="notifications.remind")
    sender.add_periodic_task(crontab(hour="7-9", minute="0"), digest.s(), name="notifications.digest")


@shared_task(name="notifications.deliver")
def deliver() -> dict[str, int]:
    """Send due mails. A second run at the same time finds nothing to claim."""
    from notifications.actions import deliver_due

    done = dataclasses.asdict(deliver_due())
    if any(done.values()):
        log.info("mail.delivered", **done)
    return done


@shared_task(name="notifications.forget_old")
def forget_old() -> int:
    """Forget read messages after the time that the settings keep them."""
    from notifications.actions.forget import forget_old_messages

    return forget_old_messages()


@shared_task(name="notifications.remind")
def remind() -> int:
    """Send the reminders that have come due. A second run at the same time sends nothing."""
    from notifications.actions import send_due_reminders

    done = send_due_reminders()
    if done.sent or done.failed:
        log.info("reminders.sent", sent=done.sent, failed=done.failed)
    return done.sent


@shared_task(name="notifications.digest")
def digest() -> int:
    """Write the morning's digests. A second run the same day writes none."""
    from notifications.actions import send_digests

    return send_digests()
