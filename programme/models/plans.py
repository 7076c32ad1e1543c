"""The annual plan of a unit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField
from core.models import Versioned
from programme.enums import PlanState

_SUBMITTED = Q(submitted_at__isnull=False, submitted_by__isnull=False)
_UNSUBMITTED = Q(submitted_at__isnull=True, submitted_by__isnull=True)
_APPROVED = Q(approved_at__isnull=False, approved_by__isnull=False)
_UNAPPROVED = Q(approved_at__isnull=True, approved_by__isnull=True)


class AnnualPlan(Versioned):
    """One unit's plan of one year. The wording is kept line by line, as the paper has it; figures are rows of their own."""

    state_enum = PlanState

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="annual_plans", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên kế hoạch", max_length=300)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="theo kế hoạch cấp trên"
    )
    state = models.CharField("trạng thái", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    notation = models.CharField("số, ký hiệu văn bản", max_length=40, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    bases = models.TextField("căn cứ", blank=True)
    goals = models.TextField("I. Mục tiêu", blank=True)
    contents = models.TextField("II. Nội dung kế hoạch", blank=True)
    funding = models.TextField("III. Kinh phí", blank=True)
    organisation = models.TextField("IV. Tổ chức thực hiện", blank=True)
    recipients = models.TextField("nơi nhận", blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("trình duyệt lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trình"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt"
    )
    closed_at = models.DateTimeField("chốt năm lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người chốt năm"
    )
    closing = models.JSONField("tổng kết lúc chốt", default=dict, blank=True)
    text_folded = FoldedField("title", "notation")

    class Meta:
        verbose_name = "kế hoạch năm"
        ordering = ["-year", "unit__level", "unit__name_sort"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="plan_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2018, year__lte=2100), name="plan_year_plausible"),
            models.CheckConstraint(condition=_SUBMITTED | _UNSUBMITTED, name="plan_submitted_pair"),
            models.CheckConstraint(condition=_APPROVED | _UNAPPROVED, name="plan_approved_pair"),
            models.CheckConstraint(
                condition=~Q(state=PlanState.APPROVED) | _APPROVED | ~Q(source=""), name="approved_plan_has_approver"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("submitted_by")),
                name="plan_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state=PlanState.CLOSED) & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="closed_plan_has_closer",
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether targets, tasks and planned amounts can still change."""
        return self.state == PlanState.DRAFT

    @property
    def is_closed(self) -> bool:
        """Whether the year is closed: everything is read-only."""
        return self.state == PlanState.CLOSED
