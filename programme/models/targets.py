"""Targets of a plan, and the figures that people enter where the portal cannot know them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import Stamped, Versioned
from programme.enums import TargetSource
from programme.models.plans import AnnualPlan


class Target(Versioned):
    """One target: an indicator of the portal over the plan's year and places, or a figure entered by hand.

    `of_indicator` makes it a percentage of another figure; `only` keeps some values of a dimension, such as
    {"stars": [4, 5]}. `planned_most` stands where the plan gives a range (01–03 điểm).
    """

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="targets", verbose_name="kế hoạch")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    name = models.CharField("chỉ tiêu", max_length=300)
    short_name = models.CharField("tên ngắn trên bảng tổng quan", max_length=60, blank=True)
    source = models.CharField("cách tính", max_length=5, choices=TargetSource, default=TargetSource.LIVE)
    indicator = models.CharField("số liệu", max_length=80, blank=True)
    of_indicator = models.CharField("trên tổng số (để tính phần trăm)", max_length=80, blank=True)
    only = models.JSONField("chỉ tính", default=dict, blank=True)
    planned = models.DecimalField("kế hoạch", max_digits=16, decimal_places=2)
    planned_most = models.DecimalField("kế hoạch, mức cao", max_digits=16, decimal_places=2, null=True, blank=True)
    unit_label = models.CharField("đơn vị tính", max_length=40, blank=True)
    since = models.DateField("tính từ ngày", null=True, blank=True)
    until = models.DateField("đến ngày", null=True, blank=True)
    note = models.TextField("ghi chú, căn cứ", blank=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source=TargetSource.HAND, indicator="") | Q(source=TargetSource.LIVE) & ~Q(indicator=""),
                name="live_target_names_its_indicator",
            ),
            models.CheckConstraint(condition=Q(planned__gt=0), name="target_plans_something"),
            models.CheckConstraint(
                condition=Q(planned_most__isnull=True) | Q(planned_most__gte=F("planned")), name="target_range_in_order"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="target_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name that fits on a tile."""
        return self.short_name or self.name


class TargetEntry(Stamped):
    """A figure entered by hand, with its author and where it comes from. Rows stay: the newest day holds."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="entries", verbose_name="chỉ tiêu")
    on = models.DateField("số liệu đến ngày")
    value = models.DecimalField("đạt được", max_digits=16, decimal_places=2)
    note = models.TextField("nguồn số liệu, chú thích")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")

    class Meta:
        verbose_name = "số liệu ghi tay"
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="hand_figure_has_note")]

    def __str__(self) -> str:
        return f"{self.target}: {self.value}"
