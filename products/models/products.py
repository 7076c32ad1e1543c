"""Products, their photos and the codes they were known by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.models import StoredFile, Versioned
from criteria.models import Subgroup
from products.enums import PropertyKind
from products.models.producers import Producer


class Product(Versioned):
    """A product of one producer. Old records may lack producer and subgroup: the source is silent, nobody guesses."""

    name = models.CharField("tên sản phẩm", max_length=250)
    producer = models.ForeignKey(
        Producer, models.PROTECT, null=True, blank=True, related_name="products", verbose_name="chủ thể"
    )
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường, thị trấn"
    )
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    subgroup = models.ForeignKey(
        Subgroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhóm sản phẩm"
    )
    industry_name = models.CharField("ngành (ghi theo nguồn)", max_length=100, blank=True)
    is_idea = models.BooleanField("mới là ý tưởng sản phẩm", default=False, db_default=False)
    description = models.TextField("mô tả, quy cách, tiêu chuẩn", blank=True)
    story = models.TextField("câu chuyện sản phẩm", blank=True)
    packaging = models.CharField("quy cách đóng gói", max_length=250, blank=True)
    barcode = models.CharField("mã số mã vạch", max_length=14, blank=True)
    traceability = models.URLField("trang truy xuất nguồn gốc", blank=True)
    brand = models.CharField("nhãn hiệu, thương hiệu", max_length=150, blank=True)
    property_kind = models.CharField("sở hữu trí tuệ", max_length=20, choices=PropertyKind, blank=True)
    property_number = models.CharField("số văn bằng, số đơn", max_length=60, blank=True)
    standards = models.CharField("tiêu chuẩn áp dụng", max_length=300, blank=True)
    price = models.DecimalField("giá bán (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    code = models.CharField("mã sản phẩm", max_length=40, blank=True)
    source = models.CharField("nguồn số liệu", max_length=300, blank=True)
    name_folded = FoldedField("name", "code")
    name_sort = SortKeyField("name")

    class Meta:
        verbose_name = "sản phẩm"
        ordering = ["name_sort", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="product_code_once"),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="product_price_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["district", "name_sort"]), models.Index(fields=["producer", "name_sort"])]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Unit:
        """The smallest known unit of its place."""
        return self.commune or self.district


class ProductAlias(models.Model):
    """An older code under which papers may still name the product."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="aliases")
    code = models.CharField("mã cũ", max_length=40, unique=True)

    class Meta:
        verbose_name = "mã cũ"

    def __str__(self) -> str:
        return self.code


class ProductPhoto(models.Model):
    """A photo for the public: re-encoded, without the camera's place and time."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="photos")
    original = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    published = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "ảnh sản phẩm"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"Ảnh {self.product}"
