"""An official document from draft to issue. Issued bytes are stored once and never rendered again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField
from core.models import StoredFile, Versioned


class DocumentState(models.TextChoices):
    """Life of a document."""

    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    REPLACED = "replaced", "Đã thay thế"
    RECALLED = "recalled", "Đã thu hồi"


class Document(Versioned):
    """A decision, letter, invitation, minutes … of one body (Nghị định 30/2020/NĐ-CP).

    `fields` is the editable wording as plain text; `source` is what the portal knew when it was issued.
    """

    kind = models.CharField("loại văn bản", max_length=40)
    state = models.CharField("trạng thái", max_length=10, choices=DocumentState, default=DocumentState.DRAFT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name="đơn vị")
    body = models.CharField("cơ quan ban hành", max_length=200)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    notation = models.CharField("số và ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    place = models.CharField("nơi ban hành", max_length=100)
    subject = models.CharField("trích yếu", max_length=500)
    signer_form = models.CharField("hình thức ký", max_length=120, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=100, blank=True)
    signer_name = models.CharField("người ký", max_length=50, blank=True)
    fields = models.JSONField("nội dung soạn thảo", default=dict)
    source = models.JSONField("dữ liệu nguồn", default=dict)
    subject_type = models.CharField("về loại đối tượng", max_length=80, blank=True)
    subject_id = models.CharField("về đối tượng", max_length=64, blank=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản PDF")
    sha256 = models.CharField("mã băm", max_length=64, blank=True)
    signed_copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản đã ký"
    )
    signed_copy_note = models.CharField("đối chiếu bản đã ký", max_length=200, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người soạn")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ban hành"
    )
    text_folded = FoldedField("subject", "notation", "body")

    class Meta:
        verbose_name = "văn bản"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "body", "symbol", "year", "number"],
                condition=Q(number__isnull=False),
                name="document_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_on__isnull=True, pdf__isnull=True, number__isnull=True)
                | (~Q(state="draft") & Q(issued_on__isnull=False, pdf__isnull=False, issued_by__isnull=False) & ~Q(sha256="")),
                name="issued_document_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-created_at"]),
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["state", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.notation} {self.subject}".strip()
