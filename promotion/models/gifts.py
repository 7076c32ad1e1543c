"""Gift sets made of the province's products."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.models import Versioned
from products.models import Product


class GiftSet(Versioned):
    """A basket or box for guests, holidays and conferences (Kế hoạch 55/KH-UBND năm 2024, mục II.1.1)."""

    name = models.CharField("tên bộ quà tặng", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị giới thiệu")
    occasion = models.CharField("dùng cho dịp", max_length=150, blank=True)
    supplier = models.CharField("đơn vị cung cấp", max_length=200, blank=True)
    phone = models.CharField("điện thoại đặt hàng", max_length=20, blank=True)
    price = models.DecimalField("giá bán (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    link = models.URLField("liên kết", max_length=500, blank=True)
    description = models.TextField("mô tả", blank=True)
    withdrawn = models.BooleanField("ngừng giới thiệu", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name_folded = FoldedField("name", "occasion", "supplier")
    name_sort = SortKeyField("name")

    class Meta:
        verbose_name = "bộ quà tặng"
        ordering = ["name_sort", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="gift_price_not_negative")
        ]
        indexes = [models.Index(fields=["unit", "name_sort"])]

    def __str__(self) -> str:
        return self.name


class GiftItem(models.Model):
    """A product in a gift set."""

    gift = models.ForeignKey(GiftSet, models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, models.PROTECT, related_name="gifts", verbose_name="sản phẩm")
    quantity = models.PositiveSmallIntegerField("số lượng", default=1)

    class Meta:
        verbose_name = "sản phẩm trong bộ quà"
        ordering = ["product__name_sort", "id"]
        constraints = [
            models.UniqueConstraint(fields=["gift", "product"], name="gift_item_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="gift_item_at_least_one"),
        ]

    def __str__(self) -> str:
        return str(self.product)
