"""Who is praised at the end of a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import Versioned
from programme.models.plans import AnnualPlan


class Award(Versioned):
    """A collective or a person that is praised at the year's ceremony; certificates come from the register itself."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="awards", verbose_name="kế hoạch")
    recipient = models.CharField("tập thể, cá nhân", max_length=250)
    title = models.CharField("chức vụ, địa chỉ", max_length=250, blank=True)
    form = models.CharField("hình thức khen thưởng", max_length=150)
    merit = models.CharField("thành tích", max_length=400)
    decision_number = models.CharField("số quyết định khen thưởng", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "khen thưởng"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(recipient="") & ~Q(form=""), name="award_says_whom_and_what"),
            models.UniqueConstraint(fields=["plan", "recipient", "form"], name="award_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.recipient}"
