"""What the portal tells a person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.formats import now


class Message(models.Model):
    """One message to one person. A reminder carries its due date, so that it comes once however often beat runs.

    `object_type` and `object_id` name what it is about, as in the audit trail; this floor knows no such table.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portal_messages",
        verbose_name="người nhận",
    )
    addressee = models.CharField("người nhận không có tài khoản", max_length=150, blank=True)
    kind = models.CharField("loại", max_length=60)
    title = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung", blank=True)
    url = models.CharField("mở trang", max_length=300, blank=True)
    object_type = models.CharField("loại đối tượng", max_length=80, blank=True)
    object_id = models.CharField("mã đối tượng", max_length=64, blank=True)
    due_date = models.DateField("nhắc cho ngày", null=True, blank=True)
    dedupe = models.CharField("khoá chống lặp", max_length=120, blank=True)
    created_at = models.DateTimeField("lúc", default=now, editable=False)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tin báo"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, addressee="") | (Q(recipient__isnull=True) & ~Q(addressee="")),
                name="message_to_an_account_or_a_name",
            ),
            models.UniqueConstraint(
                fields=["kind", "object_type", "object_id", "recipient", "due_date"],
                condition=Q(due_date__isnull=False),
                name="reminder_once",
            ),
            models.UniqueConstraint(
                fields=["recipient", "kind", "dedupe"], condition=~Q(dedupe=""), name="message_once_a_key"
            ),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")), name="message_url_is_own"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"]),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reader(self) -> str:
        """Whom the message addresses."""
        if self.recipient is None:
            return self.addressee
        return self.recipient.full_name or self.recipient.username


class MailPreference(models.Model):
    """Whether a person also wants messages by mail, each at once or all in one mail a morning; without a row, at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference")
    by_mail = models.BooleanField("gửi cả thư điện tử", default=True)
    digest = models.BooleanField("gộp thành một thư mỗi sáng", default=False)

    class Meta:
        verbose_name = "tuỳ chọn nhận thư"

    def __str__(self) -> str:
        return "nhận thư" if self.by_mail else "không nhận thư"
