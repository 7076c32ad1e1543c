"""The annual plan of inspections: which producers, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.models import Stamped, Versioned
from inspections.enums import PlanState
from products.models import Producer, Recognition

User = settings.AUTH_USER_MODEL


class InspectionPlan(Versioned):
    """One unit's plan of a year (Kế hoạch 55/KH-UBND năm 2024, phụ lục mục 5: quý III, IV).

    `weights` is the copy of the risk weights with which it was drawn, so that each place stays explained.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị kiểm tra")
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên kế hoạch", max_length=250)
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến ngày")
    wanted = models.PositiveSmallIntegerField("số cơ sở cần kiểm tra", default=20)
    weights = models.JSONField("trọng số rủi ro", default=dict, blank=True)
    drawn_at = models.DateTimeField("chọn lúc", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trình"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt"
    )

    state_enum = PlanState

    class Meta:
        verbose_name = "kế hoạch kiểm tra"
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="inspection_plan_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="inspection_plan_dates_in_order"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="inspection_plan_submitted_pair",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="inspection_plan_approved_pair",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="inspection_plan_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]) | Q(approved_at__isnull=False),
                name="inspection_plan_approved_before_work",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-year"])]

    def __str__(self) -> str:
        return self.name


class PlanItem(Stamped):
    """One place to inspect. A product of an old record without producer stands for itself: nobody guesses."""

    plan = models.ForeignKey(InspectionPlan, models.CASCADE, related_name="items")
    producer = models.ForeignKey(
        Producer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chủ thể"
    )
    name = models.CharField("tên cơ sở", max_length=250)
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    commune = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã")
    recognitions = models.ManyToManyField(Recognition, related_name="+", verbose_name="sản phẩm kiểm tra")
    score = models.DecimalField("điểm rủi ro", max_digits=7, decimal_places=2, default=0)
    reasons = models.JSONField("lý do chọn", default=list, blank=True)
    quarter = models.PositiveSmallIntegerField("quý", default=3)
    by_hand = models.BooleanField("cán bộ thêm", default=False)
    note = models.CharField("ghi chú", max_length=250, blank=True)

    class Meta:
        verbose_name = "cơ sở trong kế hoạch"
        ordering = ["-score", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "producer"], condition=Q(producer__isnull=False), name="plan_item_producer_once"
            ),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="plan_item_quarter"),
        ]

    def __str__(self) -> str:
        return self.name
