"""Rulesets as rows: the resolved, checked content of a file, in one version."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.formats import now
from criteria.models.collection import CriteriaCollection


class Ruleset(models.Model):
    """The rules of procedure in force between two days. Read them through `criteria.queries.typed_ruleset`."""

    code = models.SlugField("mã", max_length=40)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=100)
    basis = models.CharField("căn cứ", max_length=200)
    collection = models.ForeignKey(CriteriaCollection, models.PROTECT, related_name="rulesets", verbose_name="tiêu chí")
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    content = models.JSONField("nội dung")
    checksum = models.CharField("mã băm", max_length=64)
    is_current = models.BooleanField("phiên bản hiện hành", default=True)
    in_use = models.BooleanField("đã dùng cho hồ sơ", default=False)
    loaded_at = models.DateTimeField("nạp lúc", default=now, editable=False)

    class Meta:
        verbose_name = "bộ quy tắc"
        verbose_name_plural = "bộ quy tắc"
        ordering = ("valid_from", "-version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="criteria_ruleset_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="criteria_ruleset_one_current"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="criteria_ruleset_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name
