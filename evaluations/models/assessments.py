"""One dossier in one session: its state, who may not score it, and its result."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.formats import now
from core.models import Stamped, Versioned
from evaluations.enums import AssessmentState, Outcome
from evaluations.models.councils import CouncilMember
from evaluations.models.sessions import CouncilSession
from products.models import Dossier


class Assessment(Versioned):
    """A dossier on a session's agenda."""

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="assessments", verbose_name="phiên họp")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="assessments", verbose_name="hồ sơ")
    order = models.PositiveSmallIntegerField("thứ tự")
    state = models.CharField("trạng thái", max_length=8, choices=AssessmentState, default=AssessmentState.WAITING)
    opened_at = models.DateTimeField("mở chấm lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lượt đánh giá"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "dossier"], condition=~Q(state="removed"), name="dossier_once_a_session"
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state__in=["waiting", "open"]), name="dossier_in_one_open_session"
            ),
        ]
        indexes = [models.Index(fields=["session", "order"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return str(self.dossier)


class Recusal(Stamped):
    """A member who may not score this dossier: out of its quorum and mean, and the minutes say so."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="+")
    reason = models.TextField("lý do")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "từ chối chấm"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "member"], name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.member} từ chối chấm"


class Result(models.Model):
    """The result of a closed assessment with everything needed to recompute and explain it. Never changed.

    A product that is knocked out has no mean, and band and stars of 0.
    """

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="result")
    mean = models.DecimalField("điểm trung bình", max_digits=12, decimal_places=9, null=True)
    sheets = models.PositiveSmallIntegerField("số phiếu")
    spread = models.DecimalField("chênh lệch", max_digits=6, decimal_places=2)
    part_means = models.JSONField("trung bình từng phần")
    band = models.PositiveSmallIntegerField("khung sao của điểm")
    stars = models.PositiveSmallIntegerField("hạng sao")
    outcome = models.CharField("kết luận", max_length=20, choices=Outcome)
    recognised_stars = models.PositiveSmallIntegerField("hạng được công nhận ở cấp này", default=0)
    capped_by = models.JSONField("tiêu chí làm hạ hạng", default=list)
    computation = models.JSONField("dữ liệu để tính lại")
    method = models.CharField("cách tính", max_length=40)
    advice = models.TextField("đề nghị hoàn thiện", blank=True)
    closed_at = models.DateTimeField("chốt lúc", default=now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "kết quả"
        constraints = [
            models.CheckConstraint(condition=Q(mean__gte=0, mean__lte=100), name="mean_within_hundred"),
            models.CheckConstraint(condition=Q(stars__lte=models.F("band")), name="rank_never_above_band"),
        ]

    def __str__(self) -> str:
        return f"Kết quả {self.assessment}"
