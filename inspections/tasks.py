"""Celery shells of inspections."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from ocop_portal.celery import app


@app.on_after_finalize.connect
def schedule(sender: Any, **_: Any) -> None:
    """Periodic work of this app."""
    from celery.schedules import crontab

    sender.add_periodic_task(crontab(hour="3", minute="50"), forget_senders.s(), name="inspections.forget_senders")


@shared_task(name="inspections.forget_senders")
def forget_senders() -> int:
    """Erase who complained once the retention period is over."""
    from inspections.actions.complaints import forget_senders as forget

    return forget()
