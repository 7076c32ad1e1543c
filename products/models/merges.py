"""Two records of one producer become one; the other stays as a name that papers may still use."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.fields import FoldedField
from core.models import Versioned
from products.enums import MergeState
from products.models.producers import Producer


class ProducerAlias(models.Model):
    """A name and tax code under which a producer was also recorded."""

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="aliases", verbose_name="chủ thể")
    name = models.CharField("tên cũ", max_length=250)
    tax_code = models.CharField("mã số thuế cũ", max_length=14, blank=True)
    name_folded = FoldedField("name", "tax_code")

    class Meta:
        verbose_name = "tên khác của chủ thể"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class ProducerMerge(Versioned):
    """Merging `gone` into `kept`. When recognised products move, a second person confirms."""

    kept = models.ForeignKey(Producer, models.PROTECT, related_name="merges", verbose_name="giữ lại")
    gone = models.ForeignKey(Producer, models.PROTECT, related_name="merged_by", verbose_name="gộp vào")
    reason = models.CharField("lý do", max_length=300)
    state = models.CharField("trạng thái", max_length=10, choices=MergeState, default=MergeState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="đề nghị")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người quyết định"
    )
    settled_at = models.DateTimeField("quyết định lúc", null=True)
    moved = models.JSONField("đã chuyển", default=dict)

    state_enum = MergeState

    class Meta:
        verbose_name = "gộp chủ thể"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two_producers"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="merge_settled_pair",
            ),
            models.UniqueConstraint(fields=["gone"], condition=Q(state="asked"), name="merge_open_once"),
        ]

    def __str__(self) -> str:
        return f"Gộp “{self.gone.name}” vào “{self.kept.name}”"
