"""Whose messages a person sees: their own, whatever their role."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from notifications.models import Message


def visible_messages(user: Any) -> QuerySet[Message]:
    """Messages to this person, newest first."""
    if not getattr(user, "is_authenticated", False):
        return Message.objects.none()
    return Message.objects.filter(recipient=user)
