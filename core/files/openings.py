"""Who looked at sensitive files: one row of the audit trail for a person, a file and an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache

from core import audit
from core.formats import now
from core.models import AuditEvent, StoredFile

ACTION = "file.open"
ONCE_IN = timedelta(hours=1)
_watched: set[str] = set()


def watch_openings(*purposes: str) -> None:
    """An app says which of its files are sensitive, by the purpose for which they are stored."""
    _watched.update(purposes)


def note_opening(user: Any, file: StoredFile) -> None:
    """Record that this person was given the file, when it is a sensitive one and the last hour does not tell it yet.

    The cache spares the viewer's many pages a question each; should it have forgotten, the trail itself answers.
    """
    if file.purpose not in _watched or not cache.add(f"opened:{user.pk}:{file.pk}", 1, int(ONCE_IN.total_seconds())):
        return
    told = AuditEvent.objects.filter(
        object_type=file._meta.label_lower, object_id=str(file.pk), action=ACTION, actor=user, at__gt=now() - ONCE_IN
    )
    if not told.exists():
        audit.record(actor=user, action=ACTION, obj=file)
