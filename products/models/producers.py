"""Who makes the products."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.formats import today
from core.models import Versioned
from products.enums import Gender, ProducerKind
from products.models.villages import CraftVillage
from products.places import place_on


class Producer(Versioned):
    """A producer (chủ thể) at its place of production."""

    name = models.CharField("tên chủ thể", max_length=250)
    kind = models.CharField("loại hình", max_length=20, choices=ProducerKind)
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường, thị trấn"
    )
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    address = models.CharField("địa chỉ chi tiết", max_length=250, blank=True)
    tax_code = models.CharField("mã số thuế", max_length=14, blank=True)
    registration_number = models.CharField("số giấy đăng ký kinh doanh", max_length=50, blank=True)
    registered_on = models.DateField("ngày thành lập, đăng ký", null=True, blank=True)
    representative = models.CharField("người đại diện", max_length=100, blank=True)
    representative_position = models.CharField("chức vụ người đại diện", max_length=100, blank=True)
    representative_gender = models.CharField("giới tính người đại diện", max_length=6, choices=Gender, blank=True)
    representative_ethnicity = models.CharField("dân tộc người đại diện", max_length=40, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    website = models.URLField("trang web", blank=True)
    contact_person = models.CharField("người liên hệ", max_length=100, blank=True)
    women_led = models.BooleanField("do phụ nữ làm chủ, điều hành", null=True, blank=True)
    craft_village = models.ForeignKey(
        CraftVillage, models.PROTECT, null=True, blank=True, related_name="producers", verbose_name="làng nghề"
    )
    latitude = models.DecimalField("vĩ độ", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("kinh độ", max_digits=9, decimal_places=6, null=True, blank=True)
    workers = models.PositiveIntegerField("số lao động", null=True, blank=True)
    local_workers = models.PositiveIntegerField("lao động địa phương", null=True, blank=True)
    history = models.TextField("lịch sử hình thành", blank=True)
    organisation = models.TextField("cơ cấu tổ chức", blank=True)
    source = models.CharField("nguồn số liệu", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="đã gộp vào"
    )
    name_folded = FoldedField("name", "tax_code", "phone")
    name_sort = SortKeyField("name")

    class Meta:
        verbose_name = "chủ thể"
        ordering = ["name_sort", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tax_code"], condition=~Q(tax_code=""), name="producer_tax_code_once"),
            models.CheckConstraint(
                condition=Q(local_workers__isnull=True)
                | Q(workers__isnull=True)
                | Q(local_workers__lte=models.F("workers")),
                name="producer_local_workers_within_workers",
            ),
            # The country lies between these; swapped figures fall outside.
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=8, latitude__lte=24, longitude__gte=102, longitude__lte=118),
                name="producer_lies_in_vietnam",
            ),
        ]
        indexes = [models.Index(fields=["district", "name_sort"]), models.Index(fields=["commune", "name_sort"])]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Unit:
        """The smallest known unit of its place."""
        return self.commune or self.district

    @property
    def full_address(self) -> str:
        """Address in one line as it is today: an ended commune under its heir's name."""
        return self.address_on(today())

    def address_on(self, day: dt.date) -> str:
        """Address in one line, as a paper of that day prints it."""
        district, commune = place_on(day, self.district, self.commune)
        return ", ".join(part for part in (self.address, (commune or district).path_name) if part)


class ProducerAccount(models.Model):
    """Which person may act for which producer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="producer_accounts")
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="accounts")

    class Meta:
        verbose_name = "tài khoản chủ thể"
        constraints = [models.UniqueConstraint(fields=["user", "producer"], name="producer_account_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.producer}"
