"""Tasks of a plan, and what the responsible units say of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.models import Stamped, StoredFile, Versioned
from programme.enums import Activity
from programme.models.plans import AnnualPlan


class PlanTask(Versioned):
    """One row of the plan's annex. `lead`, `partners` and `time_text` are the paper's words; `units` report progress."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="tasks", verbose_name="kế hoạch")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="thuộc nhiệm vụ"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    number = models.CharField("TT", max_length=10)
    title = models.CharField("nội dung, nhiệm vụ", max_length=500)
    lead = models.CharField("đơn vị chủ trì", max_length=300)
    partners = models.CharField("đơn vị phối hợp", max_length=500, blank=True)
    time_text = models.CharField("thời gian hoàn thành", max_length=100, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("hết ngày")
    activity = models.CharField("hoạt động của cổng", max_length=12, choices=Activity, blank=True)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="đơn vị báo tiến độ")
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name="chuyển tiếp từ"
    )

    class Meta:
        verbose_name = "nhiệm vụ"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="task_number_once_a_plan"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="task_dates_in_order"),
        ]
        indexes = [models.Index(fields=["ends_on"])]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class TaskProgress(Stamped):
    """What a responsible unit reports. Rows stay: the newest one of each unit holds."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="progress", verbose_name="nhiệm vụ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị báo")
    percent = models.PositiveSmallIntegerField("đã làm (%)")
    text = models.TextField("kết quả, vướng mắc")
    reported_on = models.DateField("ngày báo")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người báo")

    class Meta:
        verbose_name = "tiến độ nhiệm vụ"
        ordering = ["-reported_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="progress_within_hundred"),
            models.CheckConstraint(condition=~Q(text=""), name="progress_says_something"),
        ]
        indexes = [models.Index(fields=["task", "-reported_on"])]

    def __str__(self) -> str:
        return f"{self.unit}: {self.percent} %"


class TaskEvidence(models.Model):
    """A file that shows the progress."""

    progress = models.ForeignKey(TaskProgress, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "minh chứng tiến độ"
        constraints = [models.UniqueConstraint(fields=["progress", "file"], name="progress_file_once")]

    def __str__(self) -> str:
        return str(self.file)
