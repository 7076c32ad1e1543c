"""Mails to send: rows written with the work that causes them, delivered after its commit."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from core.formats import now
from notifications.enums import MailState
from notifications.models.messages import Message


class OutboxMail(models.Model):
    """One mail of one message. `interruptions` counts attempts whose end nobody saw: such a mail may arrive twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.OneToOneField(Message, models.CASCADE, related_name="mail", verbose_name="tin báo")
    address = models.CharField("địa chỉ", max_length=254)
    state = models.CharField("trạng thái", max_length=10, choices=MailState, default=MailState.PENDING)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    interruptions = models.PositiveSmallIntegerField("số lần bị ngắt", default=0)
    next_at = models.DateTimeField("gửi lúc", default=now)
    attempted_at = models.DateTimeField("gửi lần cuối lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi xong lúc", null=True, blank=True)
    last_error = models.TextField("lỗi", blank=True)
    created_at = models.DateTimeField("lập lúc", default=now, editable=False)

    state_enum = MailState

    class Meta:
        verbose_name = "thư đi"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, attempted_at__isnull=False, attempts__gte=1),
                name="sent_mail_was_attempted",
            ),
            models.CheckConstraint(condition=Q(state="sent") | Q(sent_at__isnull=True), name="only_sent_mail_has_time"),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(attempted_at__isnull=False), name="beyond_pending_was_attempted"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="pending"), name="mail_due"),
            models.Index(fields=["attempted_at"], condition=Q(state="sending"), name="mail_in_flight"),
            models.Index(fields=["state", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.message}"
