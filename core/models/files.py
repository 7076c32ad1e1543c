"""Private files. The bytes lie outside the web root under a random name; the row keeps what people see."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from core.formats import now


class ScanState(models.TextChoices):
    """What the antivirus said."""

    CLEAN = "clean", "đã kiểm tra"
    PENDING = "pending", "đang quét"
    INFECTED = "infected", "có mã độc"
    UNSCANNED = "unscanned", "chưa kiểm tra được"  # too large for the antivirus, or it could not read it for a day

    @classmethod
    def never_opens(cls) -> tuple[ScanState, ...]:
        """Nobody will ever open such a file."""
        return cls.INFECTED, cls.UNSCANNED


class StoredFile(models.Model):
    """One immutable file: a new version is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("tên tệp", max_length=255)
    path = models.CharField("nơi lưu", max_length=120, unique=True)
    mime = models.CharField("loại", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    sha256 = models.CharField("mã băm SHA-256", max_length=64, db_index=True)
    scan = models.CharField("quét mã độc", max_length=10, choices=ScanState, default=ScanState.CLEAN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người nộp"
    )
    purpose = models.CharField("dùng cho", max_length=60, blank=True)
    created_at = models.DateTimeField("nộp lúc", default=now, editable=False)
    missing_since = models.DateTimeField("không tìm thấy từ", null=True, blank=True)

    class Meta:
        verbose_name = "tệp"
        indexes = [models.Index(fields=["owner", "-created_at"]), models.Index(fields=["scan"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Say whether a browser shows it as a picture."""
        return self.mime.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        """Say whether the viewer can open it as PDF."""
        return self.mime == "application/pdf"

    @property
    def available(self) -> bool:
        """Say whether others may open it now."""
        return self.scan == ScanState.CLEAN and self.missing_since is None
