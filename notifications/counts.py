"""The count beside "Việc cần làm" stands on every page, but asks every app: it is kept for half a minute.

Whoever does something (an audit event) or is told something (a message) has their count forgotten at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import transaction

from notifications import todo

KEEP_SECONDS = 30


def _key(user_id: int) -> str:
    return f"todo-count:{user_id}"


def waiting_count(user: Any) -> int:
    """How much waits for the person, at most half a minute old."""
    known = cache.get(_key(user.pk))
    if known is not None:
        return int(known)
    count = len(todo.items_for(user))
    cache.set(_key(user.pk), count, KEEP_SECONDS)
    return count


def remember(user: Any, count: int) -> None:
    """Keep what the page itself has just counted."""
    cache.set(_key(user.pk), count, KEEP_SECONDS)


def forget(user_ids: Iterable[int]) -> None:
    """Count anew for these people, once the work is committed."""
    wanted = list(user_ids)
    transaction.on_commit(lambda: [cache.delete(_key(user_id)) for user_id in wanted])


def forget_actor(sender: Any, instance: Any, **_: Any) -> None:
    """Receiver: an audit event tells that its actor did something."""
    if instance.actor_id is not None:
        forget([instance.actor_id])
