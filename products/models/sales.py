"""What a product brought in a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import Versioned
from products.models.products import Product


class ProductSales(Versioned):
    """Output, revenue, price and workers of a product in one calendar year. What nobody said stays empty."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="sales", verbose_name="sản phẩm")
    year = models.PositiveSmallIntegerField("năm")
    output = models.DecimalField("sản lượng", max_digits=14, decimal_places=3, null=True, blank=True)
    output_unit = models.CharField("đơn vị tính", max_length=30, blank=True)
    revenue = models.DecimalField("doanh thu (đồng)", max_digits=16, decimal_places=0, null=True, blank=True)
    price = models.DecimalField("giá bán bình quân (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    workers = models.PositiveIntegerField("số lao động", null=True, blank=True)
    source = models.CharField("nguồn số liệu", max_length=300, blank=True)

    class Meta:
        verbose_name = "doanh thu, sản lượng"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["product", "year"], name="product_sales_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="product_sales_year_plausible"),
            models.CheckConstraint(
                condition=(Q(output__isnull=True) | Q(output__gte=0))
                & (Q(revenue__isnull=True) | Q(revenue__gte=0))
                & (Q(price__isnull=True) | Q(price__gte=0)),
                name="product_sales_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["year"])]

    def __str__(self) -> str:
        return f"{self.product}, năm {self.year}"
