"""Sales points: Điểm giới thiệu và bán sản phẩm OCOP (Quyết định 950/QĐ-BCT ngày 18/4/2023)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.formats import today
from core.models import StoredFile, Versioned
from products.models import Producer, Product
from promotion.enums import PointKind, PointState, Quarter


class SalesPoint(Versioned):
    """One sales point from its application to its closing."""

    name = models.CharField("tên điểm bán", max_length=200)
    kind = models.CharField("loại vị trí", max_length=16, choices=PointKind)
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường, thị trấn"
    )
    address = models.CharField("địa chỉ chi tiết", max_length=250)
    operator = models.CharField("đơn vị, cá nhân quản lý", max_length=250)
    producer = models.ForeignKey(
        Producer, models.PROTECT, null=True, blank=True, related_name="sales_points", verbose_name="chủ thể quản lý"
    )
    representative = models.CharField("người phụ trách", max_length=100, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    area = models.DecimalField("diện tích (m²)", max_digits=8, decimal_places=1, null=True, blank=True)
    opening_hours = models.CharField("giờ mở cửa", max_length=120, blank=True)
    map_link = models.URLField("liên kết bản đồ", max_length=500, blank=True)
    description = models.TextField("mô tả", blank=True)
    criteria = models.CharField("bộ tiêu chí", max_length=40)
    state = models.CharField("trạng thái", max_length=10, choices=PointState, default=PointState.DRAFT)
    applied_at = models.DateTimeField("đề nghị lúc", null=True, blank=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    appraised_at = models.DateTimeField("thẩm định lúc", null=True, blank=True)
    appraised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    appraisal = models.TextField("nhận xét thẩm định", blank=True)
    recognised_on = models.DateField("công nhận ngày", null=True, blank=True)
    recognised_by = models.CharField("cơ quan công nhận", max_length=200, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    closed_on = models.DateField("đóng, thu hồi ngày", null=True, blank=True)
    report_token = models.CharField("khoá liên kết báo doanh thu", max_length=40, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name_folded = FoldedField("name", "operator", "address")
    name_sort = SortKeyField("name")

    state_enum = PointState

    class Meta:
        verbose_name = "điểm giới thiệu và bán sản phẩm"
        ordering = ["name_sort", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="sales_point_applied_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(appraised_at__isnull=True, appraised_by__isnull=True)
                | Q(appraised_at__isnull=False, appraised_by__isnull=False),
                name="sales_point_appraised_at_with_by",
            ),
            models.CheckConstraint(
                condition=~Q(state=PointState.RECOGNISED)
                | (Q(recognised_on__isnull=False) & ~Q(decision_number="") & ~Q(recognised_by="")),
                name="sales_point_recognised_by_decision",
            ),
            models.UniqueConstraint(
                fields=["report_token"], condition=~Q(report_token=""), name="sales_point_report_token_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(recognised_on__isnull=True)
                | Q(closed_on__gte=F("recognised_on")),
                name="sales_point_closed_after_recognised",
            ),
        ]
        indexes = [models.Index(fields=["state", "name_sort"]), models.Index(fields=["district", "name_sort"])]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Unit:
        """The smallest known unit of its place."""
        return self.commune or self.district

    @property
    def full_address(self) -> str:
        """Address in one line."""
        return ", ".join(part for part in (self.address, self.unit.path_name) if part)


class ChecklistAnswer(Versioned):
    """What was found for one criterion of the checklist; no row: not looked at yet."""

    point = models.ForeignKey(SalesPoint, models.CASCADE, related_name="answers")
    code = models.CharField("tiêu chí", max_length=20)
    met = models.BooleanField("đạt")
    note = models.TextField("diễn giải", blank=True)

    class Meta:
        verbose_name = "kết quả một tiêu chí"
        constraints = [models.UniqueConstraint(fields=["point", "code"], name="checklist_answer_once")]

    def __str__(self) -> str:
        return f"{self.code}: {'đạt' if self.met else 'chưa đạt'}"


class ChecklistEvidence(models.Model):
    """A file that shows how a criterion is met."""

    point = models.ForeignKey(SalesPoint, models.CASCADE, related_name="evidence")
    code = models.CharField("tiêu chí", max_length=20)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "minh chứng điểm bán"
        ordering = ["code", "id"]

    def __str__(self) -> str:
        return str(self.file)


class ShownProduct(models.Model):
    """A product that the point put on show. Whether it still may is asked of the register at each look."""

    point = models.ForeignKey(SalesPoint, models.CASCADE, related_name="shown")
    product = models.ForeignKey(Product, models.PROTECT, related_name="shown_at", verbose_name="sản phẩm")
    since = models.DateField("từ ngày", default=today)
    until = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "sản phẩm trưng bày"
        ordering = ["product__name_sort", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "product"], condition=Q(until__isnull=True), name="shown_product_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="shown_product_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.product)


class PointRevenue(Versioned):
    """What a point sold in a quarter."""

    point = models.ForeignKey(SalesPoint, models.CASCADE, related_name="revenues")
    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý", choices=Quarter)
    total = models.DecimalField("doanh thu (đồng)", max_digits=14, decimal_places=0)
    ocop = models.DecimalField("trong đó sản phẩm OCOP (đồng)", max_digits=14, decimal_places=0)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    entered_by = models.ForeignKey(  # nobody: the point told it itself, by its own link
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "doanh thu quý của điểm bán"
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["point", "year", "quarter"], name="point_revenue_once_a_quarter"),
            models.CheckConstraint(condition=Q(ocop__gte=0, ocop__lte=F("total")), name="point_revenue_ocop_within"),
        ]

    def __str__(self) -> str:
        return f"{self.get_quarter_display()}/{self.year}"
