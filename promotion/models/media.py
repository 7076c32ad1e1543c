"""Communications: articles, broadcasts, publications, billboards, with their links and files."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.models import StoredFile, Versioned
from products.models import Product
from promotion.enums import MediaKind
from promotion.models.events import PromotionEvent


class Communication(Versioned):
    """One thing that was published, broadcast, printed or put up."""

    title = models.CharField("tên, tiêu đề", max_length=250)
    kind = models.CharField("hình thức", max_length=12, choices=MediaKind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị thực hiện")
    outlet = models.CharField("cơ quan, kênh đăng tải", max_length=200, blank=True)
    published_on = models.DateField("ngày đăng, phát hành")
    quantity = models.PositiveIntegerField("số lượng", default=1, help_text="Số bài, số kỳ phát, số bản in, số tấm.")
    place = models.CharField("nơi đặt, nơi phát", max_length=200, blank=True)
    link = models.URLField("liên kết", max_length=500, blank=True)
    summary = models.TextField("nội dung", blank=True)
    event = models.ForeignKey(
        PromotionEvent, models.PROTECT, null=True, blank=True, related_name="communications", verbose_name="sự kiện"
    )
    products = models.ManyToManyField(Product, blank=True, related_name="communications", verbose_name="sản phẩm")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name_folded = FoldedField("title", "outlet", "place")
    name_sort = SortKeyField("title")

    class Meta:
        verbose_name = "sản phẩm tuyên truyền"
        ordering = ["-published_on", "-id"]
        indexes = [models.Index(fields=["-published_on", "-id"]), models.Index(fields=["unit", "-published_on"])]

    def __str__(self) -> str:
        return self.title


class CommunicationFile(models.Model):
    """A scan, a photo or the publication itself."""

    communication = models.ForeignKey(Communication, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "tệp tuyên truyền"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file)
