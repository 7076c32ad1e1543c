"""Where a report stands."""

from __future__ import annotations

from typing import Any

from django.db import models


class ReportState(models.TextChoices):
    """Who writes it does not check it where others can, nor let it go; what was sent stays, a correction is a version of its own."""

    DRAFTING = "drafting", "Đang soạn"
    CHECKING = "checking", "Chờ kiểm tra"
    WAITING = "waiting", "Chờ duyệt"
    SENT = "sent", "Đã gửi"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"drafting": "in_hand", "checking": "waiting", "waiting": "waiting", "sent": "done"}[self.value]


DUTY_CODES = {"district": "bao-cao-nam-huyen", "province": "bao-cao-nam-so"}


def has_form(obligation: Any) -> bool:
    """Whether the duty's report is written in the portal: then only that report settles it."""
    return DUTY_CODES.get(obligation.rule.level) == obligation.rule.code
