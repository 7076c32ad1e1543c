"""The shape of a cost row, shared by classes, events and inspections."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from core.formats import local_date
from core.models import Stamped
from products.enums import BudgetSource


class ActivityCost(Stamped):
    """One cost of an activity by its source, in whole dong. The concrete model adds the key to its activity."""

    source = models.CharField("nguồn kinh phí", max_length=20, choices=BudgetSource)
    content = models.CharField("nội dung chi", max_length=200)
    planned = models.DecimalField("dự toán (đồng)", max_digits=14, decimal_places=0, default=0)
    spent = models.DecimalField("đã chi (đồng)", max_digits=14, decimal_places=0, default=0)
    spent_on = models.DateField("ngày chi", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned__gte=0, spent__gte=0), name="%(app_label)s_%(class)s_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.content

    @property
    def activity_ends_on(self) -> dt.date | None:
        """The last day of the activity; None while it has no day."""
        raise NotImplementedError

    @property
    def paid_on(self) -> dt.date | None:
        """The day on which the money counts as spent.

        As written; else the activity's last day, so that a row which is put right later stays in its report; what was
        written as spent before that day counts from the day it was written.
        """
        if not self.spent:
            return None
        written = local_date(self.updated_at)
        return self.spent_on or min(self.activity_ends_on or written, written)
