"""Councils and their members."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.models import Versioned
from evaluations.enums import CouncilRole


class Council(Versioned):
    """A council of one unit, established by a decision for a term. Defaults of quorum and spread come from the ruleset."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="councils", verbose_name="đơn vị")
    name = models.CharField("tên Hội đồng", max_length=250)
    decision_number = models.CharField("quyết định thành lập số", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    valid_from = models.DateField("nhiệm kỳ từ")
    valid_to = models.DateField("nhiệm kỳ đến", null=True, blank=True)
    quorum_numerator = models.PositiveSmallIntegerField("số thành viên tối thiểu: tử số", default=2)
    quorum_denominator = models.PositiveSmallIntegerField("số thành viên tối thiểu: mẫu số", default=3)
    chair_must_attend = models.BooleanField("phải có chủ trì", default=True)
    spread_warning = models.DecimalField("cảnh báo chênh lệch (điểm)", max_digits=5, decimal_places=2, default=10)
    spread_blocks = models.BooleanField("chênh lệch quá mức thì không chốt", default=False)

    class Meta:
        verbose_name = "Hội đồng"
        ordering = ["-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_numerator__gte=1, quorum_numerator__lte=F("quorum_denominator")),
                name="council_quorum_is_a_fraction",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CouncilMember(models.Model):
    """A person's office in a council between two dates."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="members", verbose_name="Hội đồng")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="council_seats", verbose_name="người"
    )
    role = models.CharField("vai trò", max_length=12, choices=CouncilRole, default=CouncilRole.MEMBER)
    label = models.CharField("gọi là", max_length=60, blank=True, help_text="ví dụ: Ủy viên 3")
    organisation = models.CharField("cơ quan, chức vụ", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    scores = models.BooleanField("chấm điểm", default=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên Hội đồng"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="member_once_a_council"),
            models.UniqueConstraint(
                fields=["council"], condition=Q(role="chair", valid_to__isnull=True), name="one_chair_a_council"
            ),
        ]
        indexes = [models.Index(fields=["user"])]

    def __str__(self) -> str:
        return self.label or self.get_role_display()
