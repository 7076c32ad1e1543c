"""Files on their way: what has arrived of an upload over a poor line, until it is whole."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.formats import now


class PartialUpload(models.Model):
    """One file that a person sends in pieces. `offset` bytes have arrived; the pieces stand in the same database.

    `subject` says what the file is for ("inspection:12"), `key` is made by the page: asked for again, it goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người gửi")
    subject = models.CharField("gửi cho", max_length=60)
    key = models.UUIDField("khoá gửi")
    name = models.CharField("tên tệp", max_length=255)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    offset = models.PositiveBigIntegerField("đã nhận (byte)", default=0)
    words = models.JSONField("ghi kèm", default=dict, blank=True)
    touched_at = models.DateTimeField("nhận phần cuối lúc", default=now)
    finished = models.BooleanField("đã nhận đủ", default=False)

    class Meta:
        verbose_name = "tệp đang gửi"
        constraints = [
            models.UniqueConstraint(fields=["owner", "subject", "key"], name="partial_upload_once"),
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="partial_upload_within_size"),
            models.CheckConstraint(condition=Q(finished=False) | Q(offset=F("size")), name="partial_upload_whole"),
        ]
        indexes = [models.Index(fields=["touched_at"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.offset}/{self.size})"


class UploadPiece(models.Model):
    """The bytes from `start` on. They come in order, each once."""

    upload = models.ForeignKey(PartialUpload, models.CASCADE, related_name="pieces")
    start = models.PositiveBigIntegerField("từ byte")
    content = models.BinaryField("nội dung")

    class Meta:
        verbose_name = "phần của tệp đang gửi"
        ordering = ["start"]
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="upload_piece_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} từ {self.start}"
