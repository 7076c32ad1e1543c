"""Celery shells of the programme."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from ocop_portal.celery import app


@app.on_after_finalize.connect
def schedule(sender: Any, **_: Any) -> None:
    """The rows of a new year's duties are written on its first morning, before reminders are looked for."""
    from celery.schedules import crontab

    sender.add_periodic_task(crontab(hour="5", minute="30"), open_year.s(), name="programme.open_year")


@shared_task(name="programme.open_year")
def open_year() -> int:
    """Write the year's duties that are not there yet."""
    from core.formats import today
    from programme.actions import ensure_obligations

    return ensure_obligations(today().year)
