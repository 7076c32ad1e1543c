"""Series of numbers."""

from __future__ import annotations

from django.db import models


class NumberSeries(models.Model):
    """The last number drawn of a series (see `products.codes`)."""

    series = models.CharField("dãy số", max_length=120, primary_key=True)
    last = models.PositiveIntegerField("số cuối")

    class Meta:
        verbose_name = "dãy số"

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
