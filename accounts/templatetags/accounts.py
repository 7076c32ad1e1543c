"""Words for the audit trail."""

from __future__ import annotations

from django import template

from accounts import audit_view
from core.models import AuditEvent

register = template.Library()


@register.filter
def action_words(code: str) -> str:
    """What an action is called: "user.disable" → "Ngừng tài khoản"."""
    return audit_view.action_words(code)


@register.filter
def audit_details(event: AuditEvent) -> list[tuple[str, str, str]]:
    """Fields of an event that may be shown."""
    return audit_view.details(event)
