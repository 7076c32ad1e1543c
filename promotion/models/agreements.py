"""Distribution agreements between a producer and whoever takes its products."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.fields import FoldedField
from core.models import StoredFile, Versioned
from products.models import Producer, Product
from promotion.enums import AgreementKind
from promotion.models.events import PromotionEvent


class Agreement(Versioned):
    """A contract or memorandum on the sale of products."""

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="agreements", verbose_name="chủ thể")
    partner = models.CharField("bên mua, bên phân phối", max_length=250)
    kind = models.CharField("hình thức", max_length=12, choices=AgreementKind)
    signed_on = models.DateField("ngày ký")
    valid_until = models.DateField("hiệu lực đến hết", null=True, blank=True)
    value = models.DecimalField("giá trị (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    content = models.TextField("nội dung, sản lượng", blank=True)
    event = models.ForeignKey(
        PromotionEvent, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name="ký tại sự kiện"
    )
    products = models.ManyToManyField(Product, blank=True, related_name="agreements", verbose_name="sản phẩm")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản chụp"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text_folded = FoldedField("partner", "content")

    class Meta:
        verbose_name = "thoả thuận tiêu thụ"
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("signed_on")),
                name="agreement_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="agreement_value_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["-signed_on", "-id"]), models.Index(fields=["producer", "-signed_on"])]

    def __str__(self) -> str:
        return f"{self.producer} · {self.partner}"
