"""Criteria of sales points as the province words them: what no source fixes is the officers' to write."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models import Stamped


class DecidedBy(models.TextChoices):
    """Which body of the portal issues the recognition."""

    DEPARTMENT = "chuyen-mon", "Sở chủ trì Chương trình OCOP"
    PROVINCE = "ubnd", "Ủy ban nhân dân tỉnh"


class PointCriteria(Stamped):
    """One wording of the checklist. It is never edited: a new wording is a new row, and an application keeps its own.

    `groups` is a list of {code, name, criteria: [{code, text, mandatory, evidence, source}]}.
    """

    code = models.SlugField("mã", max_length=40, unique=True)
    title = models.CharField("tên bộ tiêu chí", max_length=250)
    basis = models.CharField("căn cứ", max_length=250)
    provenance = models.TextField("nguồn, phần tự xác định", blank=True)
    in_force_from = models.DateField("áp dụng từ ngày")
    decided_by = models.CharField("cơ quan quyết định", max_length=12, choices=DecidedBy, default=DecidedBy.DEPARTMENT)
    asked_body = models.CharField("cơ quan được đề nghị khi không tự quyết định", max_length=200, blank=True)
    groups = models.JSONField("các nhóm tiêu chí")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bộ tiêu chí điểm bán"
        ordering = ["in_force_from", "id"]

    def __str__(self) -> str:
        return self.title
