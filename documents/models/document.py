"""A document from draft to archive. Lengths follow the decree's electronic record (30/2020, Appendix VI)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField
from core.models import StoredFile, Versioned
from core.text import lower_first
from documents.enums import BodyKind, CopyKind, DocumentState
from documents.kinds import label_of

_UNNUMBERED = Q(
    number__isnull=True, year__isnull=True, issued_on__isnull=True, pdf__isnull=True, sha256="", notation="",
    issued_at__isnull=True, issued_by__isnull=True,
)  # fmt: skip
_SEALED = Q(
    number__isnull=False, year__isnull=False, issued_on__isnull=False, pdf__isnull=False, sha256__regex="^[0-9a-f]{64}$",
    issued_at__isnull=False, issued_by__isnull=False,
) & ~Q(notation="")  # fmt: skip
_NO_COPY = Q(signed_copy__isnull=True, signed_copy_kind="", signed_copy_at__isnull=True, signed_copy_by__isnull=True)
_COPY = Q(signed_copy__isnull=False, signed_copy_at__isnull=False, signed_copy_by__isnull=False) & ~Q(
    signed_copy_kind=""
)


class Document(Versioned):
    """One official document. From the moment of issue a trigger freezes everything that stands on the paper."""

    state_enum = DocumentState

    kind = models.CharField("loại văn bản", max_length=60)
    state = models.CharField("trạng thái", max_length=10, choices=DocumentState, default=DocumentState.DRAFT)
    issuing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name="đơn vị ban hành")
    issuing_body = models.CharField("cơ quan ban hành", max_length=12, choices=BodyKind, default=BodyKind.COMMITTEE)
    body_lines = models.JSONField("tên cơ quan trên văn bản", default=list, blank=True)
    symbol = models.CharField("ký hiệu", max_length=28)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    notation = models.CharField("số, ký hiệu", max_length=30, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ban hành"
    )
    place = models.CharField("nơi ban hành", max_length=100, blank=True)
    subject = models.CharField("trích yếu", max_length=500)
    text_folded = FoldedField("subject", "notation")
    subject_ref = models.CharField("về đối tượng", max_length=120, blank=True)
    signer_name = models.CharField("người ký", max_length=50, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=100, blank=True)
    signing_form = models.CharField("hình thức ký", max_length=30, blank=True)
    fields = models.JSONField("lời văn", default=dict, blank=True)
    source = models.JSONField("số liệu nguồn", default=dict, blank=True)
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản ban hành"
    )
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True)
    signed_copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản đã ký"
    )
    signed_copy_kind = models.CharField("loại bản đã ký", max_length=10, choices=CopyKind, blank=True)
    signed_copy_at = models.DateTimeField("nộp bản đã ký lúc", null=True, blank=True)
    signed_copy_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người nộp bản đã ký",
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="được thay thế bởi"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người soạn"
    )

    class Meta:
        verbose_name = "văn bản"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(Q(state=DocumentState.DRAFT) & _UNNUMBERED) | (~Q(state=DocumentState.DRAFT) & _SEALED),
                name="documents_issued_means_sealed",
            ),
            models.CheckConstraint(condition=_NO_COPY | _COPY, name="documents_signed_copy_whole"),
            models.CheckConstraint(
                condition=Q(signed_copy__isnull=True) | ~Q(state=DocumentState.DRAFT),
                name="documents_draft_has_no_copy",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.REPLACED) | Q(replaced_by__isnull=False),
                name="documents_replaced_by_what",
            ),
            models.UniqueConstraint(
                fields=["issuing_unit", "issuing_body", "symbol", "year", "number"], name="documents_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["issuing_unit", "-created_at"]),
            models.Index(fields=["kind", "-created_at"]),
            models.Index(fields=["subject_ref"]),
            models.Index(fields=["state", "-issued_on"]),
        ]

    def __str__(self) -> str:
        name = self.kind_label
        return f"{name} {self.notation}" if self.notation else f"Dự thảo {lower_first(name)}: {self.subject}"

    @property
    def kind_label(self) -> str:
        """The kind's name."""
        return label_of(self.kind)

    @property
    def is_draft(self) -> bool:
        """Whether the wording can still change."""
        return self.state == DocumentState.DRAFT
