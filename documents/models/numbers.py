"""Registers of numbers: one series a body, symbol and year."""

from __future__ import annotations

from django.db import models

from accounts.models import Unit


class NumberSeries(models.Model):
    """The last number drawn. Drawn once, never reused, never doubled: the row is locked while a number is taken."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    body = models.CharField("cơ quan ban hành", max_length=200)
    symbol = models.CharField("ký hiệu", max_length=30)
    year = models.PositiveSmallIntegerField("năm")
    last_number = models.PositiveIntegerField("số cuối cùng", default=0)

    class Meta:
        verbose_name = "sổ số văn bản"
        constraints = [models.UniqueConstraint(fields=["unit", "body", "symbol", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.body} · {self.symbol} · {self.year}"
