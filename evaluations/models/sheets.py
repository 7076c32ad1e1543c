"""Score sheets: one member, one assessment. A submitted sheet is frozen; reopening makes a new revision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.formats import now
from core.models import Stamped
from criteria.models import Criterion
from evaluations.enums import ReopenState, SheetState
from evaluations.models.assessments import Assessment
from evaluations.models.councils import CouncilMember


class ScoreSheet(Stamped):
    """One revision of a member's sheet. Its figures are nobody else's before the assessment is closed."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="sheets")
    revision = models.PositiveSmallIntegerField("lần", default=1)
    state = models.CharField("trạng thái", max_length=10, choices=SheetState, default=SheetState.DRAFT)
    comment = models.TextField("nhận xét chung", blank=True)
    advice = models.TextField("đề nghị hoàn thiện", blank=True)
    knockouts = models.JSONField("trường hợp bị loại mà thành viên nêu", default=list, blank=True)
    total = models.DecimalField("tổng điểm", max_digits=6, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)

    class Meta:
        verbose_name = "phiếu đánh giá"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "member", "revision"], name="sheet_revision_once"),
            models.UniqueConstraint(
                fields=["assessment", "member"], condition=~Q(state="superseded"), name="one_live_sheet_a_member"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True, total__isnull=True)
                | Q(state__in=["submitted", "superseded"], submitted_at__isnull=False, total__isnull=False),
                name="submitted_sheet_has_total_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu của {self.member}"


class ScoreLine(models.Model):
    """One criterion's chosen level. `option_index` null means "không đạt mức nào": 0 points, chosen, never blank."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    option_index = models.PositiveSmallIntegerField("mức", null=True)
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2)
    note = models.TextField("ghi chú", blank=True)
    saved_at = models.DateTimeField("lưu lúc", default=now)

    class Meta:
        verbose_name = "dòng điểm"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="line_once_a_sheet"),
            models.CheckConstraint(condition=Q(points__gte=0), name="line_points_not_negative"),
            models.CheckConstraint(condition=Q(option_index__isnull=False) | Q(points=0), name="no_level_means_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}"


class ReopenRequest(Stamped):
    """A submitted sheet is reopened with a reason and another person's approval; the old revision is kept."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="reopen_requests")
    reason = models.TextField("lý do")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField("trạng thái", max_length=8, choices=ReopenState, default=ReopenState.ASKED)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "đề nghị mở lại phiếu"
        constraints = [
            models.UniqueConstraint(fields=["sheet"], condition=Q(state="asked"), name="one_open_reopen_request"),
            models.CheckConstraint(condition=~Q(reason=""), name="reopen_has_reason"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=models.F("asked_by")), name="reopen_by_two_people"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="reopen_settled_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Đề nghị mở lại {self.sheet}"
