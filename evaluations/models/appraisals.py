"""The advisory team looks at a dossier before the council does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Versioned
from evaluations.enums import AppraisalState
from evaluations.models.councils import Council
from products.enums import DossierState
from products.models import Dossier

APPRAISED_IN = (DossierState.ACCEPTED, DossierState.IN_SESSION)


class AdvisoryTeam(Versioned):
    """The team (tổ tư vấn, tổ giúp việc) of a council."""

    council = models.OneToOneField(Council, models.PROTECT, related_name="advisory_team")
    name = models.CharField("tên tổ", max_length=250)

    class Meta:
        verbose_name = "tổ tư vấn"

    def __str__(self) -> str:
        return self.name


class AdvisoryTeamMember(models.Model):
    """A person in an advisory team."""

    team = models.ForeignKey(AdvisoryTeam, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="advisory_seats")

    class Meta:
        verbose_name = "thành viên tổ tư vấn"
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="advisor_once_a_team")]

    def __str__(self) -> str:
        return str(self.user)


WANTED = Q(
    state=AppraisalState.ASSIGNED, dossier__state__in=APPRAISED_IN, dossier__holder=models.F("team__council__unit")
)  # what `Appraisal.is_wanted` says of one row


class Appraisal(Versioned):
    """One advisor's appraisal of one dossier at one level; suggested points are advice, never part of the mean."""

    team = models.ForeignKey(AdvisoryTeam, models.PROTECT, related_name="appraisals")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="appraisals")
    advisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField("trạng thái", max_length=10, choices=AppraisalState, default=AppraisalState.ASSIGNED)
    due_at = models.DateTimeField("hạn", null=True, blank=True)
    complete = models.BooleanField("hồ sơ đầy đủ", null=True, blank=True)
    visited_on = models.DateField("kiểm tra thực tế ngày", null=True, blank=True)
    comment = models.TextField("nhận xét", blank=True)
    suggested_points = models.DecimalField("điểm đề xuất", max_digits=5, decimal_places=2, null=True, blank=True)
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thẩm định"
        constraints = [
            models.UniqueConstraint(fields=["team", "dossier"], name="appraisal_once_a_level"),
            models.CheckConstraint(
                condition=Q(suggested_points__isnull=True) | Q(suggested_points__gte=0, suggested_points__lte=100),
                name="suggested_points_within_hundred",
            ),
            models.CheckConstraint(
                condition=Q(state="assigned") | Q(done_at__isnull=False), name="done_appraisal_has_time"
            ),
        ]
        indexes = [models.Index(fields=["advisor", "state"])]

    def __str__(self) -> str:
        return f"Thẩm định {self.dossier}"

    @property
    def is_wanted(self) -> bool:
        """Whether it still waits for the advisor: the dossier is at this level and has no result yet."""
        here = self.dossier.holder_id == self.team.council.unit_id and self.dossier.state in APPRAISED_IN
        return self.state == AppraisalState.ASSIGNED and here
