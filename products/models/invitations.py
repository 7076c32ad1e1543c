"""Invitations of producers to use the portal themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.formats import now
from core.models import Stamped
from products.models.producers import Producer

User = settings.AUTH_USER_MODEL


class ProducerInvitation(Stamped):
    """A one-time link with which a person gets an account for a producer. Only the link's hash is kept."""

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="invitations", verbose_name="chủ thể")
    full_name = models.CharField("họ và tên người nhận", max_length=100)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    secret_hash = models.CharField("mã băm của liên kết", max_length=64, unique=True)
    expires_at = models.DateTimeField("dùng được đến")
    links_made = models.PositiveSmallIntegerField("số lần tạo liên kết", default=1)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người mời")
    accepted_at = models.DateTimeField("nhận lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhận"
    )
    revoked_at = models.DateTimeField("thu lại lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thu lại"
    )

    class Meta:
        verbose_name = "lời mời chủ thể"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_pair",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="invitation_revoked_pair",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} · {self.producer}"

    @property
    def is_over(self) -> bool:
        """Say whether its time is over."""
        return self.expires_at <= now()

    @property
    def is_open(self) -> bool:
        """Say whether the link still opens an account."""
        return self.accepted_at is None and self.revoked_at is None and not self.is_over

    @property
    def state_words(self) -> str:
        """Where it stands."""
        if self.accepted_at:
            return "Đã nhận"
        if self.revoked_at:
            return "Đã thu lại"
        return "Hết hạn" if self.is_over else "Chờ nhận"
