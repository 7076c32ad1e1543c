"""Handing work to Celery. The row in PostgreSQL is the truth; the message only makes it sooner."""

from __future__ import annotations

import structlog
from celery import Task
from django.db import transaction

log = structlog.get_logger(__name__)


def send_soon(task: Task, *args: object) -> None:
    """Send a task after the commit. A broker that is down costs nothing: beat looks for what is due."""

    def send() -> None:
        try:
            task.apply_async(args=args, retry=False)
        except Exception as error:  # noqa: BLE001 (any broker or network error: the sweeper will find the row)
            log.warning("queue.unreachable", task=task.name, error=str(error))

    transaction.on_commit(send)
