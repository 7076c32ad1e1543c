"""The money of a plan, by source and task."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Stamped, Versioned
from products.enums import BudgetSource
from programme.models.plans import AnnualPlan
from programme.models.tasks import PlanTask


class BudgetLine(Versioned):
    """One amount of one source. An amount that nobody named yet is empty, not zero.

    `disbursed` is what is paid outside the portal's activities; classes, events and inspections post their own.
    """

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="budget", verbose_name="kế hoạch")
    task = models.ForeignKey(
        PlanTask, models.SET_NULL, null=True, blank=True, related_name="budget", verbose_name="nhiệm vụ"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    source = models.CharField("nguồn kinh phí", max_length=20, choices=BudgetSource)
    content = models.CharField("nội dung", max_length=300)
    planned = models.DecimalField("kế hoạch (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    allocated = models.DecimalField("đã giao, bố trí (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    disbursed = models.DecimalField(
        "đã giải ngân ngoài các hoạt động (đồng)", max_digits=15, decimal_places=0, default=0
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "dòng kinh phí"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(planned__isnull=True) | Q(planned__gte=0))
                & (Q(allocated__isnull=True) | Q(allocated__gte=0))
                & Q(disbursed__gte=0),
                name="budget_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.content


class BudgetEntry(Stamped):
    """What of a line was allocated and paid by a day, as somebody wrote it. Rows stay: the newest day holds."""

    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="entries", verbose_name="dòng kinh phí")
    on = models.DateField("số liệu đến ngày")
    allocated = models.DecimalField("đã giao, bố trí (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    disbursed = models.DecimalField("đã giải ngân ngoài các hoạt động (đồng)", max_digits=15, decimal_places=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "số kinh phí theo ngày"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(allocated__isnull=True) | Q(allocated__gte=0)) & Q(disbursed__gte=0),
                name="budget_entry_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.disbursed}"


class ActivityTask(Stamped):
    """To which task of a plan one activity's costs belong, where its kind alone does not say it.

    `key` is the activity's own key in the contract of costs ("trainings:12").
    """

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="activity_tasks", verbose_name="kế hoạch")
    key = models.CharField("hoạt động", max_length=60)
    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="activities", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "hoạt động của nhiệm vụ"
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="activity_in_one_task")]

    def __str__(self) -> str:
        return f"{self.key}: {self.task}"
