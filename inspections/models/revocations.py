"""Revocation: proposal, decision, certificate collected, published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import FoldedField
from core.models import StoredFile, Versioned
from criteria.models import Ruleset
from inspections.enums import CaseState
from inspections.models.findings import Finding
from inspections.models.visits import Inspection
from products.models import Recognition

User = settings.AUTH_USER_MODEL


class RevocationCase(Versioned):
    """One proposal. The ruleset in force on the day of the conclusion says grounds, body and term.

    `competent_unit` is empty when the Ministry decides: then its decision is recorded with number, date and scan.
    """

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="revocation_cases")
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="cuộc kiểm tra"
    )
    findings = models.ManyToManyField(Finding, blank=True, related_name="cases", verbose_name="phát hiện")
    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="+", verbose_name="quy định áp dụng")
    ground = models.CharField("căn cứ thu hồi", max_length=40)
    ground_name = models.TextField("nội dung căn cứ")
    explanation = models.TextField("hành vi, sự việc")
    concluded_on = models.DateField("ngày có kết luận, xác nhận")
    due_on = models.DateField("hạn thu hồi", null=True, blank=True)
    level = models.CharField("cấp có thẩm quyền", max_length=10)
    competent_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("trạng thái", max_length=10, choices=CaseState, default=CaseState.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    proposing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị đề nghị")
    proposed_at = models.DateTimeField("đề nghị lúc", null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    collected_on = models.DateField("ngày thu giấy chứng nhận", null=True, blank=True)
    collected_note = models.CharField("ghi chú thu giấy", max_length=250, blank=True)
    published_on = models.DateField("ngày công bố", null=True, blank=True)
    published_where = models.CharField("nơi công bố", max_length=250, blank=True)
    outcome_note = models.TextField("lý do không thu hồi", blank=True)
    text_folded = FoldedField("product_name", "decision_number")
    product_name = models.CharField("sản phẩm", max_length=250)

    state_enum = CaseState

    class Meta:
        verbose_name = "hồ sơ thu hồi"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recognition"], condition=Q(state__in=["draft", "proposed"]), name="one_open_case_a_recognition"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="revocation_proposed_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="revocation_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="revocation_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "collected", "published"])
                | (Q(decided_at__isnull=False, decision_on__isnull=False) & ~Q(decision_number="")),
                name="revocation_decided_has_decision",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"]), models.Index(fields=["district", "-id"])]

    def __str__(self) -> str:
        return f"Thu hồi {self.product_name}"
