"""What follows from results: decisions that name several products, and cases at the Ministry."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import StoredFile, Versioned
from documents.models import Document
from evaluations.enums import MinistryAnswer
from evaluations.models.assessments import Assessment
from products.models import Dossier, Recognition


class DecisionEntry(models.Model):
    """One assessment named by a document (decision, letter to the upper level, notice of a result)."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="entries")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="entries")
    recognition = models.OneToOneField(
        Recognition, models.PROTECT, null=True, blank=True, related_name="decision_entry"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "sản phẩm trong văn bản"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "assessment"], name="entry_once_a_document")]

    def __str__(self) -> str:
        return f"{self.assessment}"


class MinistryCase(Versioned):
    """A dossier sent to the Ministry for five stars, and its answer."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="ministry_case")
    sent_on = models.DateField("gửi ngày")
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="+", verbose_name="quyết định phê duyệt kết quả"
    )
    answer = models.CharField("trả lời", max_length=10, choices=MinistryAnswer, default=MinistryAnswer.WAITING)
    answer_number = models.CharField("số văn bản của Bộ", max_length=60, blank=True)
    answered_on = models.DateField("ngày văn bản của Bộ", null=True, blank=True)
    answer_mean = models.DecimalField("điểm của Bộ", max_digits=9, decimal_places=6, null=True, blank=True)
    answer_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "hồ sơ tại Bộ"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="waiting") | (Q(answered_on__isnull=False) & ~Q(answer_number="")),
                name="ministry_answer_has_paper",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier} tại Bộ"
