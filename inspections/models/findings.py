"""What a visit found, what must be repaired until when, and whether it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Stamped, StoredFile, Versioned
from inspections.enums import ActionState, Severity
from inspections.models.visits import InspectedProduct, Inspection, InspectionLine

User = settings.AUTH_USER_MODEL


class Finding(Versioned):
    """One finding. `ground` is a code among the revocation grounds of the law in force (or nothing)."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    line = models.ForeignKey(InspectionLine, models.PROTECT, null=True, blank=True, related_name="findings")
    product = models.ForeignKey(
        InspectedProduct, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="sản phẩm"
    )
    severity = models.CharField("mức độ", max_length=10, choices=Severity)
    text = models.TextField("nội dung phát hiện")
    ground = models.CharField("liên quan căn cứ thu hồi", max_length=40, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "phát hiện"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def tone(self) -> str:
        """How the severity's tag looks."""
        return Severity(self.severity).tone


class CorrectiveAction(Versioned):
    """What the producer must do about a finding. Each report and each re-check stays in the audit trail."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="actions")
    text = models.TextField("yêu cầu khắc phục")
    due_on = models.DateField("hạn khắc phục")
    state = models.CharField("trạng thái", max_length=10, choices=ActionState, default=ActionState.OPEN)
    report = models.TextField("báo cáo khắc phục", blank=True)
    reported_at = models.DateTimeField("báo cáo lúc", null=True, blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recheck_on = models.DateField("kiểm tra lại trước ngày", null=True, blank=True)
    rechecked_at = models.DateTimeField("kiểm tra lại lúc", null=True, blank=True)
    rechecked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recheck_note = models.TextField("kết quả kiểm tra lại", blank=True)
    times_returned = models.PositiveSmallIntegerField("số lần yêu cầu làm lại", default=0)

    state_enum = ActionState

    class Meta:
        verbose_name = "yêu cầu khắc phục"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, reported_by__isnull=True)
                | Q(reported_at__isnull=False, reported_by__isnull=False),
                name="corrective_reported_pair",
            ),
            models.CheckConstraint(
                condition=Q(rechecked_at__isnull=True, rechecked_by__isnull=True)
                | Q(rechecked_at__isnull=False, rechecked_by__isnull=False),
                name="corrective_rechecked_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "failed"]) | Q(rechecked_at__isnull=False),
                name="corrective_settled_by_a_recheck",
            ),
            models.CheckConstraint(
                condition=Q(rechecked_by__isnull=True)
                | Q(reported_by__isnull=True)
                | ~Q(rechecked_by=models.F("reported_by")),
                name="corrective_two_persons",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.text[:80]


class RepairEvidence(Stamped):
    """A file that shows the repair."""

    action = models.ForeignKey(CorrectiveAction, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "minh chứng khắc phục"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file.name
