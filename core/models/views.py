"""Lists as a person keeps them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from core.formats import now


class SavedView(models.Model):
    """One person's name for a list with certain filters, order and columns. It opens the list; it shows nothing more.

    The row without a name keeps the columns that the person wants to see of that list.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name="của ai"
    )
    list_name = models.CharField("danh sách", max_length=80)
    name = models.CharField("tên", max_length=80)
    query = models.CharField("bộ lọc", max_length=2_000, blank=True)
    created_at = models.DateTimeField("lưu lúc", default=now, editable=False)

    class Meta:
        verbose_name = "danh sách đã lưu"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(F("owner"), F("list_name"), Lower("name"), name="saved_view_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
