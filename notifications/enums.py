"""States of mail in the outbox."""

from __future__ import annotations

from django.db import models


class MailState(models.TextChoices):
    """Where a mail stands. "Sent" is written only after the mail server took it."""

    PENDING = "pending", "chờ gửi"
    SENDING = "sending", "đang gửi"
    SENT = "sent", "đã gửi"
    FAILED = "failed", "không gửi được"

    @property
    def tone(self) -> str:
        """Tone of the tag."""
        return {"pending": "waiting", "sending": "moving", "sent": "done", "failed": "returned"}[self.value]
