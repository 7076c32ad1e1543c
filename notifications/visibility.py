"""Whose messages a person sees: their own, whatever their role; and whose reminders: their unit's, too."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from notifications import schedule
from notifications.models import Message, SentReminder


def visible_messages(user: Any) -> QuerySet[Message]:
    """Messages to this person, newest first."""
    if not getattr(user, "is_authenticated", False):
        return Message.objects.none()
    return Message.objects.filter(recipient=user)


def visible_reminders(user: Any) -> QuerySet[SentReminder]:
    """Reminders to this person; of the unit's work, for its staff; all, for the Department."""
    if not getattr(user, "is_authenticated", False):
        return SentReminder.objects.none()
    units = schedule.units_seen(user)
    if units is None:
        return SentReminder.objects.all()
    return SentReminder.objects.filter(Q(recipient=user) | Q(unit__in=units))
