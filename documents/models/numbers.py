"""Numbers of official documents: one series for each body, symbol and year."""

from __future__ import annotations

from django.db import models

from accounts.models import Unit
from core.models import Stamped
from documents.enums import BodyKind


class NumberSeries(Stamped):
    """The last number that a body used under one symbol in one year. Its row is the lock of the series."""

    issuing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    issuing_body = models.CharField("cơ quan ban hành", max_length=12, choices=BodyKind)
    symbol = models.CharField("ký hiệu", max_length=28)
    year = models.PositiveSmallIntegerField("năm")
    last_number = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "sổ văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["issuing_unit", "issuing_body", "symbol", "year"], name="documents_one_series_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.symbol} năm {self.year}"
