"""Which reminder went to whom: the constraint is what makes each of them happen once."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Unit
from core.formats import now
from notifications.models.messages import Message


class SentReminder(models.Model):
    """One reminder of one due date to one person. `stage` is the days before it; negative, the days it is late.

    The row is written with its message in one transaction: whoever comes second, finds it and sends nothing. It stays
    when the message is forgotten.

    `unit` is the unit whose work it was when it was sent: where the person sits today says nothing about that. Rows from
    before it was kept have none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại nhắc", max_length=60)
    object_type = models.CharField("loại đối tượng", max_length=80)
    object_id = models.CharField("mã đối tượng", max_length=64)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nhận")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="việc của đơn vị", db_index=False
    )
    due_on = models.DateField("hạn")
    stage = models.SmallIntegerField("trước hạn (ngày)")
    as_leader = models.BooleanField("gửi với tư cách lãnh đạo", default=False)
    title = models.CharField("nội dung", max_length=200)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+", verbose_name="tin báo")
    sent_at = models.DateTimeField("gửi lúc", default=now, editable=False)

    class Meta:
        verbose_name = "lần nhắc"
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_type", "object_id", "recipient", "due_on", "stage"], name="reminded_once"
            )
        ]
        indexes = [
            models.Index(fields=["-sent_at"]),
            models.Index(fields=["recipient", "-sent_at"]),
            models.Index(fields=["unit", "-sent_at"]),
        ]

    def __str__(self) -> str:
        return self.title
