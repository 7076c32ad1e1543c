"""Papers of a producer that end on a day."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from core.formats import today
from core.models import StoredFile, Versioned
from products.enums import ProducerPaperKind
from products.models.producers import Producer


class ProducerDocument(Versioned):
    """A certificate, commitment or registration of a producer. One that was renewed stands beside its successor."""

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="documents", verbose_name="chủ thể")
    kind = models.CharField("loại giấy tờ", max_length=20, choices=ProducerPaperKind)
    title = models.CharField("tên giấy tờ", max_length=200, blank=True)
    number = models.CharField("số", max_length=60, blank=True)
    issued_by = models.CharField("cơ quan cấp", max_length=200, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    expires_on = models.DateField("có giá trị đến hết", null=True, blank=True)
    renewed = models.BooleanField("đã có giấy mới thay", default=False)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản chụp"
    )

    class Meta:
        verbose_name = "giấy tờ của chủ thể"
        ordering = ["renewed", "expires_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="producer_paper_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["renewed", "expires_on"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its own title, or the kind's."""
        return self.title or str(self.get_kind_display())

    @property
    def days_left(self) -> int | None:
        """Days until it ends; None when it ends on no day or was renewed."""
        return None if self.renewed or self.expires_on is None else (self.expires_on - today()).days

    @property
    def is_over(self) -> bool:
        """Say whether it ended and nothing replaced it."""
        return self.days_left is not None and self.days_left < 0

    @property
    def ends_soon(self) -> bool:
        """Say whether it ends within sixty days."""
        return self.days_left is not None and 0 <= self.days_left <= dt.timedelta(days=60).days
