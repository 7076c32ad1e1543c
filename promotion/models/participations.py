"""Who takes part in an event, with which products, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.formats import now
from core.models import Versioned
from products.models import Producer, Product
from promotion.enums import ParticipationState
from promotion.models.events import PromotionEvent


class Participation(Versioned):
    """One producer at one event: registration, answer, booth, support, results."""

    event = models.ForeignKey(PromotionEvent, models.PROTECT, related_name="participations", verbose_name="sự kiện")
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="participations", verbose_name="chủ thể")
    state = models.CharField(
        "kết quả xét chọn", max_length=10, choices=ParticipationState, default=ParticipationState.REGISTERED
    )
    contact = models.CharField("người phụ trách gian hàng", max_length=100, blank=True)
    phone = models.CharField("điện thoại liên hệ", max_length=20, blank=True)
    needs = models.TextField("nhu cầu về gian hàng, thiết bị", blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("đăng ký lúc", default=now)
    on_behalf = models.BooleanField("cán bộ đăng ký thay", default=False)
    reason = models.TextField("lý do", blank=True)
    booth = models.CharField("số gian hàng", max_length=20, blank=True)
    support_amount = models.DecimalField("kinh phí hỗ trợ (đồng)", max_digits=14, decimal_places=0, default=0)
    support_note = models.CharField("nội dung hỗ trợ", max_length=200, blank=True)
    revenue = models.DecimalField("doanh thu (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    revenue_ocop = models.DecimalField(
        "trong đó sản phẩm OCOP (đồng)", max_digits=14, decimal_places=0, null=True, blank=True
    )
    contracts = models.PositiveIntegerField("số hợp đồng", null=True, blank=True)
    contract_value = models.DecimalField(
        "giá trị hợp đồng (đồng)", max_digits=14, decimal_places=0, null=True, blank=True
    )
    memoranda = models.PositiveIntegerField("số biên bản ghi nhớ", null=True, blank=True)
    contacts = models.PositiveIntegerField("số khách hàng, đối tác mới", null=True, blank=True)
    result_note = models.TextField("nhận xét của chủ thể", blank=True)
    result_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    result_at = models.DateTimeField("ghi kết quả lúc", null=True, blank=True)

    state_enum = ParticipationState

    class Meta:
        verbose_name = "lượt tham gia"
        ordering = ["registered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "producer"], name="participation_once_an_event"),
            models.CheckConstraint(condition=Q(support_amount__gte=0), name="participation_support_not_negative"),
            models.CheckConstraint(
                condition=Q(revenue__isnull=True) | Q(revenue__gte=0), name="participation_revenue_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(revenue_ocop__isnull=True) | Q(revenue_ocop__gte=0, revenue_ocop__lte=F("revenue")),
                name="participation_ocop_within_revenue",
            ),
            models.CheckConstraint(
                condition=Q(contract_value__isnull=True) | Q(contract_value__gte=0),
                name="participation_contract_value_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(result_at__isnull=True, result_by__isnull=True)
                | Q(result_at__isnull=False, result_by__isnull=False),
                name="participation_result_at_with_by",
            ),
        ]
        indexes = [models.Index(fields=["producer", "state"]), models.Index(fields=["event", "state"])]

    def __str__(self) -> str:
        return f"{self.producer} · {self.event}"


class ParticipationProduct(models.Model):
    """A product that is brought along. Whether it may be shown as OCOP is asked of the register each time."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name="sản phẩm")
    as_ocop = models.BooleanField("trưng bày là sản phẩm OCOP", default=True)

    class Meta:
        verbose_name = "sản phẩm tham gia"
        ordering = ["product__name_sort", "id"]
        constraints = [models.UniqueConstraint(fields=["participation", "product"], name="participation_product_once")]

    def __str__(self) -> str:
        return str(self.product)
