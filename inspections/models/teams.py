"""Who inspects, by which decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Unit
from core.models import Stamped, Versioned
from inspections.enums import Duty
from inspections.models.plans import InspectionPlan


class InspectionTeam(Versioned):
    """A team. Its decision is a document of the register (subject_ref `inspection-team:<pk>`)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị lập đoàn")
    plan = models.ForeignKey(InspectionPlan, models.PROTECT, null=True, blank=True, related_name="teams")
    name = models.CharField("tên đoàn", max_length=250)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "đoàn kiểm tra"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class TeamMember(Stamped):
    """One person of a team, with an account or from another office without one."""

    team = models.ForeignKey(InspectionTeam, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản"
    )
    full_name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("chức vụ, cơ quan", max_length=200, blank=True)
    duty = models.CharField("nhiệm vụ trong đoàn", max_length=10, choices=Duty, default=Duty.MEMBER)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "thành viên đoàn"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], condition=models.Q(user__isnull=False), name="team_member_once"
            ),
            models.UniqueConstraint(fields=["team"], condition=models.Q(duty="leader"), name="team_one_leader"),
        ]

    def __str__(self) -> str:
        return self.full_name
