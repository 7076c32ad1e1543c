"""Events: fairs, exhibitions, weeks, matching, livestreams, ceremonies."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.formats import now
from core.models import StoredFile, Versioned
from products.models.costs import ActivityCost
from promotion.enums import EventFileKind, EventKind, EventPlace, EventState


class PromotionEvent(Versioned):
    """One event that a unit holds, or to which it leads producers."""

    name = models.CharField("tên sự kiện", max_length=250)
    kind = models.CharField("loại sự kiện", max_length=12, choices=EventKind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị chủ trì")
    place = models.CharField("phạm vi", max_length=8, choices=EventPlace)
    host = models.CharField("địa phương đăng cai", max_length=150, blank=True)
    venue = models.CharField("địa điểm", max_length=250, blank=True)
    organiser = models.CharField("đơn vị tổ chức", max_length=250)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    registration_closes_on = models.DateField("nhận đăng ký đến hết ngày", null=True, blank=True)
    booths = models.PositiveIntegerField("số gian hàng", null=True, blank=True)
    visitors = models.PositiveIntegerField("số lượt khách", null=True, blank=True)
    link = models.URLField("liên kết", max_length=500, blank=True)
    content = models.TextField("nội dung, mục đích", blank=True)
    requirements = models.TextField("yêu cầu đối với chủ thể, sản phẩm", blank=True)
    support = models.TextField("nội dung được hỗ trợ", blank=True)
    outcome = models.TextField("kết quả chung", blank=True)
    shortcomings = models.TextField("tồn tại, kiến nghị", blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=EventState, default=EventState.PLANNED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name_folded = FoldedField("name", "host", "organiser", "venue")
    name_sort = SortKeyField("name")

    state_enum = EventState

    class Meta:
        verbose_name = "sự kiện xúc tiến"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="promotion_event_dates_in_order"),
            models.CheckConstraint(
                condition=Q(registration_closes_on__isnull=True) | Q(registration_closes_on__lte=F("ends_on")),
                name="promotion_event_registration_before_end",
            ),
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"]), models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return self.name

    def receives_on(self, day: dt.date) -> bool:
        """Say whether registrations are taken on a day: to the end of the last one."""
        last = self.registration_closes_on
        return self.state == EventState.CALL_OPEN and (last is None or day <= last)


class EventFile(models.Model):
    """A plan, a picture or another paper of an event; read by who reads all of it, not by every participant."""

    event = models.ForeignKey(PromotionEvent, models.CASCADE, related_name="files")
    kind = models.CharField("loại tệp", max_length=8, choices=EventFileKind)
    caption = models.CharField("chú thích", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("thêm lúc", default=now, editable=False)

    class Meta:
        verbose_name = "tệp của sự kiện"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file)


class EventCost(ActivityCost):
    """One cost row of an event."""

    event = models.ForeignKey(PromotionEvent, models.PROTECT, related_name="costs")

    class Meta(ActivityCost.Meta):
        verbose_name = "kinh phí sự kiện"

    @property
    def activity_ends_on(self) -> dt.date:
        """The event's last day in the year in which it began: its costs belong to that year's budget."""
        return min(self.event.ends_on, dt.date(self.event.starts_on.year, 12, 31))
