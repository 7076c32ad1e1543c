"""Days on which offices work otherwise than the calendar says."""

from __future__ import annotations

from django.db import models

from core.models.base import Stamped


class CalendarDay(Stamped):
    """A day off that the province or the Prime Minister ordered, or a day worked in exchange for one."""

    day = models.DateField("ngày", unique=True)
    works = models.BooleanField("là ngày làm việc", default=False)
    reason = models.CharField("lý do, văn bản", max_length=200)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        ordering = ["day"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="calendar_day_has_reason")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {'làm việc' if self.works else 'nghỉ'}"
