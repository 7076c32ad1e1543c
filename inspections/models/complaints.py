"""What the public and other offices tell. Who told stands here alone: no producer ever reads it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField
from core.models import StoredFile, Versioned
from inspections.enums import ComplaintSource, ComplaintState, Topic
from inspections.models.visits import Inspection
from products.models import Product

User = settings.AUTH_USER_MODEL


class Complaint(Versioned):
    """One complaint. `sender_…` is private to the staff of the handling unit."""

    code = models.CharField("mã phản ánh", max_length=30, unique=True)
    source = models.CharField("nguồn", max_length=8, choices=ComplaintSource)
    state = models.CharField("trạng thái", max_length=10, choices=ComplaintState, default=ComplaintState.RECEIVED)
    topic = models.CharField("về việc", max_length=12, choices=Topic)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sản phẩm"
    )
    about = models.CharField("sản phẩm, chủ thể bị phản ánh", max_length=250)
    text = models.TextField("nội dung phản ánh")
    happened_on = models.DateField("xảy ra ngày", null=True, blank=True)
    district = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="huyện, thành phố"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị xử lý")
    sender_name = models.CharField("người phản ánh", max_length=100, blank=True)
    sender_contact = models.CharField("điện thoại, thư điện tử", max_length=150, blank=True)
    sender_erased_on = models.DateField("xoá thông tin người phản ánh ngày", null=True, blank=True)
    lookup_code = models.CharField("mã tra cứu", max_length=16, blank=True, editable=False)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField("nhận lúc")
    due_on = models.DateField("hạn xử lý")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name="cuộc kiểm tra"
    )
    answer = models.TextField("trả lời, kết quả xử lý", blank=True)
    settled_at = models.DateTimeField("xử lý xong lúc", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    text_folded = FoldedField("code", "about")

    state_enum = ComplaintState

    class Meta:
        verbose_name = "phản ánh"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="complaint_settled_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "inspecting"]) | (Q(settled_at__isnull=False) & ~Q(answer="")),
                name="complaint_settled_says_how",
            ),
            models.UniqueConstraint(
                fields=["lookup_code"], condition=~Q(lookup_code=""), name="complaint_lookup_code_once"
            ),
            models.CheckConstraint(
                condition=Q(sender_erased_on__isnull=True) | Q(sender_name="", sender_contact=""),
                name="complaint_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=~Q(state="inspecting") | Q(inspection__isnull=False), name="complaint_inspected_by_which"
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due_on"]), models.Index(fields=["product"])]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"
