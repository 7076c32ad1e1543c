"""E-commerce: channels, product links that people check by hand, sales."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.fields import FoldedField, SortKeyField
from core.formats import today
from core.models import Versioned
from products.models import Product
from promotion.enums import ChannelKind, LinkState, Quarter

CHECK_EVERY_DAYS = 90


class Channel(Versioned):
    """A marketplace, a shop's site, a page on a social network."""

    name = models.CharField("tên kênh", max_length=120, unique=True)
    kind = models.CharField("loại kênh", max_length=12, choices=ChannelKind)
    address = models.URLField("địa chỉ", max_length=300, blank=True)
    note = models.CharField("ghi chú", max_length=250, blank=True)
    name_sort = SortKeyField("name")

    class Meta:
        verbose_name = "kênh bán hàng"
        ordering = ["name_sort", "id"]

    def __str__(self) -> str:
        return self.name


class Listing(Versioned):
    """One product on one channel."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="listings", verbose_name="sản phẩm")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="listings", verbose_name="kênh")
    link = models.URLField("liên kết sản phẩm", max_length=500)
    listed_on = models.DateField("lên kênh từ ngày", default=today)
    link_state = models.CharField("tình trạng", max_length=12, choices=LinkState, default=LinkState.UNCHECKED)
    checked_on = models.DateField("kiểm tra gần nhất", null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("ghi chú", max_length=250, blank=True)
    link_folded = FoldedField("link", "note")

    class Meta:
        verbose_name = "sản phẩm trên kênh trực tuyến"
        ordering = ["-listed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "channel", "link"], name="listing_once"),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by__isnull=True)
                | Q(checked_on__isnull=False, checked_by__isnull=False),
                name="listing_checked_on_with_by",
            ),
        ]
        indexes = [models.Index(fields=["-listed_on", "-id"]), models.Index(fields=["link_state", "checked_on"])]

    def __str__(self) -> str:
        return f"{self.product} · {self.channel}"

    @property
    def state_tone(self) -> str:
        """How the tag of the link's state looks."""
        return LinkState(self.link_state).tone

    @property
    def check_overdue(self) -> bool:
        """Say whether the link should be opened again."""
        due = self.check_due_on
        return due is not None and due <= today()

    @property
    def check_due_on(self) -> dt.date | None:
        """Until when somebody should open the link again; None when it is no longer sold there."""
        if self.link_state == LinkState.ENDED:
            return None
        return (self.checked_on or self.listed_on) + dt.timedelta(days=CHECK_EVERY_DAYS)


class ListingSales(Versioned):
    """Sales of a listing in a quarter."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="sales")
    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý", choices=Quarter)
    orders = models.PositiveIntegerField("số đơn hàng", default=0)
    revenue = models.DecimalField("doanh thu (đồng)", max_digits=14, decimal_places=0)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "doanh thu trực tuyến"
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "year", "quarter"], name="listing_sales_once_a_quarter"),
            models.CheckConstraint(condition=Q(revenue__gte=0), name="listing_sales_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_quarter_display()}/{self.year}"
