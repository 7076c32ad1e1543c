"""Where a report stands."""

from __future__ import annotations

from django.db import models


class ReportState(models.TextChoices):
    """Who writes it does not let it go; what was sent stays, a correction is a version of its own."""

    DRAFTING = "drafting", "Đang soạn"
    WAITING = "waiting", "Chờ duyệt"
    SENT = "sent", "Đã gửi"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"drafting": "in_hand", "waiting": "waiting", "sent": "done"}[self.value]
