"""Administrative units as a dated tree. A merged or renamed unit ends; its successors are rows of their own."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.enums import UnitLevel
from core.fields import FoldedField, SortKeyField
from core.text import lower_first

WITHOUT_DISTRICTS = dt.date(2025, 7, 1)  # Luật Tổ chức chính quyền địa phương số 72/2025/QH15
UNKNOWN_DISTRICT = "Chưa rõ huyện"


class UnitQuerySet(models.QuerySet["Unit"]):
    """Named questions about units."""

    def on(self, day: dt.date) -> UnitQuerySet:
        """Units in force on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def within(self, unit: Unit) -> UnitQuerySet:
        """The unit itself and everything below it (three levels at most)."""
        return self.filter(Q(pk=unit.pk) | Q(parent_id=unit.pk) | Q(parent__parent_id=unit.pk))


class Unit(models.Model):
    """Province, district or commune between two dates.

    `code` is the official code (Quyết định 124/2004/QĐ-TTg and its successors); the same code may return for a
    successor, so code and first day together are unique.
    """

    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên đầy đủ", max_length=120)
    short_name = models.CharField("tên gọi", max_length=100)
    level = models.CharField("cấp", max_length=10, choices=UnitLevel)
    kind = models.CharField("loại", max_length=20)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="thuộc"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    name_folded = FoldedField("name")
    name_sort = SortKeyField("short_name")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị hành chính"
        ordering = ["name_sort"]
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_code_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="unit_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(level=UnitLevel.PROVINCE, parent__isnull=True) | Q(parent__isnull=False),
                name="unit_has_parent_below_province",
            ),
        ]
        indexes = [models.Index(fields=["level", "name_sort"]), models.Index(fields=["parent", "name_sort"])]

    def __str__(self) -> str:
        return self.name

    def in_force(self, day: dt.date) -> bool:
        """Say whether the unit existed on that day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)

    @property
    def is_province(self) -> bool:
        """Whether it is the province itself."""
        return self.level == UnitLevel.PROVINCE

    @property
    def is_unknown_district(self) -> bool:
        """Whether a record that names this unit as its district knows the province only."""
        return self.is_province and self.valid_from < WITHOUT_DISTRICTS

    @property
    def as_district(self) -> str:
        """Name in a column of districts: the province there would read as one of them."""
        return UNKNOWN_DISTRICT if self.is_unknown_district else self.name

    @property
    def as_district_short(self) -> str:
        """Short name in a list by district: the province's is also that of its city."""
        return UNKNOWN_DISTRICT if self.is_unknown_district else self.short_name

    @property
    def area(self) -> str:
        """Name inside a sentence: "huyện Yên Mô" (Nghị định 30/2020/NĐ-CP, Phụ lục II: the common noun is lower-case)."""
        return lower_first(self.name)

    @property
    def path_name(self) -> str:
        """Place as an address writes it: "xã Yên Thắng, huyện Yên Mô"."""
        if self.parent and not self.parent.is_province:
            return f"{self.area}, {self.parent.path_name}"
        return self.area


class UnitSuccession(models.Model):
    """One unit's people and places went over to another on a day (one row for each target of a split)."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="đơn vị cũ")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="origins", verbose_name="đơn vị mới")
    on = models.DateField("từ ngày")
    share = models.PositiveSmallIntegerField("thứ tự nơi đến", default=1)
    source = models.CharField("nguồn", max_length=300, blank=True)

    class Meta:
        verbose_name = "kế thừa đơn vị"
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
