"""Sessions of a council and who attended."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.formats import local_date, now
from core.models import Versioned
from evaluations.enums import Presence, SessionMode, SessionState
from evaluations.models.councils import Council, CouncilMember


class CouncilSession(Versioned):
    """A meeting, or a round of written opinions, with its agenda of dossiers."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions", verbose_name="Hội đồng")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("phiên số")
    title = models.CharField("tên phiên", max_length=200)
    mode = models.CharField("hình thức", max_length=8, choices=SessionMode, default=SessionMode.MEETING)
    state = models.CharField("trạng thái", max_length=10, choices=SessionState, default=SessionState.PLANNED)
    starts_at = models.DateTimeField("bắt đầu", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    reply_by = models.DateTimeField("hạn gửi ý kiến", null=True, blank=True)
    dossiers_sent_at = models.DateTimeField("gửi hồ sơ lúc", null=True, blank=True)
    opened_at = models.DateTimeField("mở chấm lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    presided_by = models.ForeignKey(CouncilMember, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "phiên họp"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=Q(mode="meeting") | Q(reply_by__isnull=False), name="written_session_has_reply_date"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | Q(opened_at__isnull=False),
                name="open_session_has_time",
            ),
        ]
        indexes = [models.Index(fields=["council", "state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_written(self) -> bool:
        """Whether members give their opinions in writing instead of meeting."""
        return self.mode == SessionMode.WRITTEN

    @property
    def due(self) -> dt.datetime | dt.date | None:
        """For lists of things to do: the moment by which opinions in writing are due, or the day of the meeting."""
        return self.reply_by if self.is_written else self.starts_at and local_date(self.starts_at)

    @property
    def reply_is_over(self) -> bool:
        """Whether the date for opinions in writing has passed."""
        return self.reply_by is not None and self.reply_by < now()


class Attendance(models.Model):
    """One member's presence in one session; absent members do not count in the mean."""

    session = models.ForeignKey(CouncilSession, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="+")
    presence = models.CharField("điểm danh", max_length=8, choices=Presence, default=Presence.UNKNOWN)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    served_at = models.DateTimeField("nhận hồ sơ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "điểm danh"
        ordering = ["member__order", "member_id"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_presence_display()}"
