"""States of a document, bodies that issue, kinds of signed copies."""

from __future__ import annotations

from django.db import models


class DocumentState(models.TextChoices):
    """The life of a document: nothing leads back from issued to draft."""

    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    REPLACED = "replaced", "Đã được thay thế"
    RECALLED = "recalled", "Đã thu hồi"

    @property
    def tone(self) -> str:
        """Colour of the state's tag."""
        tones = {self.DRAFT: "in_hand", self.ISSUED: "done", self.REPLACED: "waiting", self.RECALLED: "returned"}
        return tones[self]


class BodyKind(models.TextChoices):
    """Which body of a unit issues: each has number series of its own."""

    COMMITTEE = "ubnd", "Ủy ban nhân dân"
    COUNCIL = "hoi-dong", "Hội đồng đánh giá, phân hạng"
    SPECIALIST = "chuyen-mon", "Cơ quan chuyên môn"


class CopyKind(models.TextChoices):
    """What an uploaded signed copy is."""

    SIGNED = "signed", "Bản ký số, chứa nguyên vẹn bản đã ban hành"
    SCAN = "scan", "Bản quét của bản giấy đã ký"
