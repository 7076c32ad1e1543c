"""Periodic duties and how each unit stands with each of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.enums import UnitLevel
from accounts.models import Unit
from core.formats import today
from core.models import StoredFile, Versioned
from programme.enums import DutyKind, ObligationState


class DutyRule(Versioned):
    """A duty that returns each year: from whom, to whom, before which day of which months.

    "Trước ngày 01/12" means that 30/11 is the last day. `cut_off_days` before that day the figures are taken.
    """

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("nghĩa vụ", max_length=200)
    kind = models.CharField("loại", max_length=12, choices=DutyKind, default=DutyKind.REPORT)
    level = models.CharField("cấp thực hiện", max_length=10, choices=UnitLevel)
    addressee = models.CharField("gửi đến", max_length=300, blank=True)
    months = models.JSONField("các tháng đến hạn", default=list)
    before_day = models.PositiveSmallIntegerField("trước ngày")
    cut_off_days = models.PositiveSmallIntegerField("chốt số liệu trước hạn (ngày)", default=0)
    needs_file = models.BooleanField("phải kèm văn bản đã gửi", default=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    active = models.BooleanField("đang áp dụng", default=True)

    class Meta:
        verbose_name = "nghĩa vụ định kỳ"
        ordering = ["level", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(before_day__gte=1, before_day__lte=28), name="duty_day_in_every_month")
        ]

    def __str__(self) -> str:
        return self.name


class ReportObligation(Versioned):
    """One unit's duty in one period: the row that is watched, reminded of and settled."""

    state_enum = ObligationState

    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="obligations", verbose_name="nghĩa vụ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng đến hạn")
    due_on = models.DateField("hạn cuối")
    cut_off_on = models.DateField("chốt số liệu")
    state = models.CharField("trạng thái", max_length=12, choices=ObligationState, default=ObligationState.NOT_STARTED)
    revision = models.PositiveSmallIntegerField("lần", default=1)
    officers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="cán bộ phụ trách"
    )
    notation = models.CharField("số, ký hiệu văn bản đã gửi", max_length=40, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="văn bản đã gửi"
    )
    note = models.TextField("ghi chú", blank=True)
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trình"
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người duyệt gửi",
    )
    first_sent_on = models.DateField("gửi lần đầu ngày", null=True, blank=True)

    class Meta:
        verbose_name = "nghĩa vụ báo cáo"
        ordering = ["due_on", "unit__name_sort", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "unit", "year", "month"], name="obligation_once_a_period"),
            models.CheckConstraint(condition=Q(cut_off_on__lte=F("due_on")), name="obligation_cut_off_before_due"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="obligation_submitted_pair",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="obligation_sent_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "corrected"]) | Q(sent_at__isnull=False, first_sent_on__isnull=False),
                name="sent_obligation_has_time",
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("submitted_by")), name="obligation_two_persons"
            ),
        ]
        indexes = [models.Index(fields=["year", "due_on"]), models.Index(fields=["unit", "due_on"])]

    def __str__(self) -> str:
        return f"{self.rule.name} {self.period}"

    @property
    def period(self) -> str:
        """The period as a heading says it."""
        months = sorted(self.rule.months)
        if len(months) == 4:
            return f"quý {('I', 'II', 'III', 'IV')[months.index(self.month)]}/{self.year}"
        return f"năm {self.year}" if len(months) == 1 else f"kỳ tháng {self.month}/{self.year}"

    @property
    def is_late(self) -> bool:
        """Whether the last day is over and nothing was sent."""
        return self.first_sent_on is None and self.due_on < today()

    @property
    def is_settled(self) -> bool:
        """Whether it was sent once: corrections afterwards are not late."""
        return self.first_sent_on is not None
