"""Celery shells of products."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from ocop_portal.celery import app


@app.on_after_finalize.connect
def schedule(sender: Any, **_: Any) -> None:
    """Recognitions and links expire soon after midnight in Vietnam."""
    from celery.schedules import crontab

    sender.add_periodic_task(
        crontab(hour="0", minute="10"), expire_recognitions.s(), name="products.expire_recognitions"
    )
    sender.add_periodic_task(
        crontab(hour="0", minute="20"), withdraw_invitations.s(), name="products.withdraw_invitations"
    )


@shared_task(name="products.withdraw_invitations")
def withdraw_invitations() -> int:
    """Take links of invitations that ran out from where they were kept."""
    from products.actions.invitations import withdraw_expired

    return withdraw_expired()


@shared_task(name="products.expire_recognitions")
def expire_recognitions() -> int:
    """Let recognitions whose term is over expire."""
    from products.actions.recognitions import expire_recognitions as expire

    return expire()
