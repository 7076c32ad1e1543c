"""Audit events as the timeline component tells them: each app gives the words for its own actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.formats import datetime_vn
from core.models import AuditEvent


@dataclass(frozen=True)
class Happened:
    """One line of the timeline component."""

    title: str
    when: str
    who: str
    reason: str
    state: str = "done"


def told(events: Iterable[AuditEvent], words: Mapping[str, str]) -> list[Happened]:
    """Events in the app's words; what has no words is left out."""
    return [
        Happened(words[event.action], datetime_vn(event.at), event.actor_label, event.reason)
        for event in events
        if event.action in words
    ]
