"""Celery shells of products."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from ocop_portal.celery import app


@app.on_after_finalize.connect
def schedule(sender: Any, **_: Any) -> None:
    """Recognitions expire soon after midnight in Vietnam."""
    from celery.schedules import crontab

    sender.add_periodic_task(
        crontab(hour="0", minute="10"), expire_recognitions.s(), name="products.expire_recognitions"
    )


@shared_task(name="products.expire_recognitions")
def expire_recognitions() -> int:
    """Let recognitions whose term is over expire."""
    from products.actions.recognitions import expire_recognitions as expire

    return expire()
