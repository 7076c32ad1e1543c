"""Taking a lost second factor away needs two people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models.people import User
from core.models import Stamped


class FactorReset(Stamped):
    """One person asks to take the second factor of `user` away, another one confirms. The database holds both apart."""

    user = models.ForeignKey(User, models.PROTECT, related_name="factor_resets", verbose_name="người dùng")
    reason = models.CharField("lý do", max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người xác nhận")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)

    class Meta:
        verbose_name = "đề nghị đặt lại xác thực hai bước"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="factor_reset_confirmed_pair",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("user")) & ~Q(asked_by=F("user"))),
                name="factor_reset_needs_another_person",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_by__isnull=True), name="factor_reset_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Đặt lại xác thực hai bước của {self.user}"
