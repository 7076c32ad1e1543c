"""Rounds of evaluation in a year."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models import Versioned
from criteria.models import Ruleset


class EvaluationRound(Versioned):
    """A round (đợt) in which dossiers are received; it names the ruleset that governs them."""

    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("đợt")
    name = models.CharField("tên đợt", max_length=150)
    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="+", verbose_name="bộ quy tắc")
    opens_on = models.DateField("nhận hồ sơ từ")
    closes_on = models.DateField("nhận hồ sơ đến hết")

    class Meta:
        verbose_name = "đợt đánh giá"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="round_once_a_year"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name
