"""Craft villages and their recognition."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.models import Versioned
from products.enums import VillageKind


class CraftVillage(Versioned):
    """A craft village (làng nghề) and the decision that recognised it (Nghị định 52/2018/NĐ-CP, Điều 4 to 7)."""

    name = models.CharField("tên làng nghề", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=VillageKind)
    craft = models.CharField("nghề", max_length=150, blank=True)
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường, thị trấn"
    )
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    households = models.PositiveIntegerField("số hộ làm nghề", null=True, blank=True)
    workers = models.PositiveIntegerField("số lao động", null=True, blank=True)
    recognised_on = models.DateField("ngày công nhận", null=True, blank=True)
    recognised_year = models.PositiveSmallIntegerField("năm công nhận", null=True, blank=True)
    recognised_by = models.CharField("cơ quan công nhận", max_length=200, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    revoked_on = models.DateField("ngày thu hồi", null=True, blank=True)
    revoked_decision = models.CharField("số quyết định thu hồi", max_length=60, blank=True)
    note = models.TextField("ghi chú", blank=True)
    name_folded = FoldedField("name", "craft")
    name_sort = SortKeyField("name")

    class Meta:
        verbose_name = "làng nghề"
        ordering = ["name_sort", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True)
                | Q(recognised_on__isnull=True)
                | Q(revoked_on__gte=models.F("recognised_on")),
                name="village_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["district", "name_sort"]), models.Index(fields=["name_sort"])]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Unit:
        """The smallest known unit of its place."""
        return self.commune or self.district

    @property
    def standing(self) -> str:
        """Whether its recognition stands, in words."""
        if self.revoked_on:
            return "Đã thu hồi"
        return "Đã công nhận" if self.recognised_on or self.recognised_year else "Chưa công nhận"
