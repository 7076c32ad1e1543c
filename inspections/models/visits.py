"""An inspection at a producer's site: products, checklist, photos, signatures, costs."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField
from core.formats import local_date
from core.models import Stamped, StoredFile, Versioned
from inspections.enums import InspectionKind, InspectionState, LineKind, Verdict, verdict_words
from inspections.models.plans import InspectionPlan, PlanItem
from inspections.models.teams import InspectionTeam
from products.models import Producer, Recognition
from products.models.costs import ActivityCost

User = settings.AUTH_USER_MODEL


class Inspection(Versioned):
    """One visit, planned or not. `unit` inspects; `district` and `commune` are where the site lies."""

    code = models.CharField("mã", max_length=30, unique=True)
    kind = models.CharField("loại", max_length=10, choices=InspectionKind, default=InspectionKind.PLANNED)
    state = models.CharField("trạng thái", max_length=10, choices=InspectionState, default=InspectionState.PLANNED)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị kiểm tra")
    plan = models.ForeignKey(InspectionPlan, models.PROTECT, null=True, blank=True, related_name="inspections")
    item = models.OneToOneField(PlanItem, models.PROTECT, null=True, blank=True, related_name="inspection")
    team = models.ForeignKey(
        InspectionTeam, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="đoàn"
    )
    producer = models.ForeignKey(
        Producer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chủ thể"
    )
    site_name = models.CharField("tên cơ sở", max_length=250)
    address = models.CharField("địa chỉ kiểm tra", max_length=300, blank=True)
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    commune = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã")
    reason = models.TextField("lý do kiểm tra", blank=True)
    due_on = models.DateField("chậm nhất ngày", null=True, blank=True)
    starts_at = models.DateTimeField("thời gian kiểm tra", null=True, blank=True)
    checklist = models.CharField("bảng kiểm", max_length=40, blank=True)
    begun_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    host_name = models.CharField("đại diện cơ sở", max_length=100, blank=True)
    host_position = models.CharField("chức vụ đại diện cơ sở", max_length=100, blank=True)
    remarks = models.TextField("nhận xét chung của đoàn", blank=True)
    site_opinion = models.TextField("ý kiến của cơ sở", blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    words_from = models.JSONField("lời ghi từ trang nào", null=True, blank=True)  # field → page, who, when
    concluded_at = models.DateTimeField("kết luận lúc", null=True, blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    text_folded = FoldedField("code", "site_name")

    state_enum = InspectionState

    class Meta:
        verbose_name = "cuộc kiểm tra"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True, begun_by__isnull=True)
                | Q(begun_at__isnull=False, begun_by__isnull=False),
                name="inspection_begun_pair",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True, concluded_by__isnull=True)
                | Q(concluded_at__isnull=False, concluded_by__isnull=False),
                name="inspection_concluded_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["concluded", "closed"]) | Q(concluded_at__isnull=False, begun_at__isnull=False),
                name="inspection_concluded_has_been_held",
            ),
            models.CheckConstraint(
                condition=~Q(kind="unplanned") | ~Q(reason=""), name="unplanned_inspection_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "starts_at"]),
            models.Index(fields=["district", "state", "starts_at"]),
            models.Index(fields=["producer", "-concluded_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.site_name}"


class InspectedProduct(models.Model):
    """A recognised product that the visit looks at."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="products")
    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="inspected")

    class Meta:
        verbose_name = "sản phẩm kiểm tra"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "recognition"], name="inspected_product_once")]

    def __str__(self) -> str:
        return self.recognition.product_name


class InspectionLine(models.Model):
    """One row of the checklist, copied from the law or the fixed groups when the visit begins: it never changes its words.

    `agreed` and `agreed_max` are the points of the recognition; `agreed_label` the level that they stand for.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="lines")
    product = models.ForeignKey(InspectedProduct, models.CASCADE, null=True, blank=True, related_name="lines")
    kind = models.CharField("loại", max_length=10, choices=LineKind)
    group = models.CharField("nhóm", max_length=40)
    group_name = models.CharField("tên nhóm", max_length=200)
    code = models.CharField("mã", max_length=40)
    order = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nội dung")
    guidance = models.TextField("hướng dẫn", blank=True)
    agreed = models.DecimalField("điểm khi công nhận", max_digits=5, decimal_places=2, null=True, blank=True)
    agreed_max = models.DecimalField("điểm tối đa", max_digits=5, decimal_places=2, null=True, blank=True)
    agreed_label = models.TextField("mức khi công nhận", blank=True)
    verdict = models.CharField("hiện nay", max_length=8, choices=Verdict, blank=True)
    note = models.TextField("ghi nhận", blank=True)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    saved_from = models.CharField("lưu từ trang", max_length=12, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "dòng kiểm tra"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "product", "code"], name="inspection_line_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(saved_at__isnull=True, saved_by__isnull=True)
                | Q(saved_at__isnull=False, saved_by__isnull=False),
                name="inspection_line_saved_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"

    @property
    def judged(self) -> str:
        """The verdict in the words of its kind of row."""
        return verdict_words(self.kind, self.verdict)


class InspectionPhoto(Stamped):
    """A photo from the site: re-encoded without the camera's data; time and place stand here as fields.

    `upload_key` is made by the page that sends: a photo that is sent again because the answer got lost is kept once.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="photos")
    line = models.ForeignKey(InspectionLine, models.PROTECT, null=True, blank=True, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    upload_key = models.UUIDField("khoá gửi")
    caption = models.CharField("chú thích", max_length=200, blank=True)
    taken_at = models.DateTimeField("chụp lúc", null=True, blank=True)
    latitude = models.DecimalField("vĩ độ", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("kinh độ", max_digits=8, decimal_places=5, null=True, blank=True)
    place_source = models.CharField(
        "nguồn vị trí", max_length=8, blank=True, choices=[("camera", "máy ảnh"), ("device", "điện thoại")]
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "ảnh kiểm tra"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "upload_key"], name="inspection_photo_sent_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="inspection_photo_place_whole",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="inspection_photo_removed_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or f"Ảnh {self.pk}"


class InspectionSignature(Stamped):
    """A signature drawn on the screen, shown in the minutes. Paper keeps its place: then the scan is filed instead."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="signatures")
    side = models.CharField("bên ký", max_length=10, choices=[("team", "Đoàn kiểm tra"), ("site", "Cơ sở")])
    name = models.CharField("người ký", max_length=100)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "chữ ký"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "side"], name="one_signature_a_side")]

    def __str__(self) -> str:
        return self.name


class InspectionCost(ActivityCost):
    """What an inspection costs, by source."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="costs")

    class Meta(ActivityCost.Meta):
        verbose_name = "kinh phí kiểm tra"

    @property
    def activity_ends_on(self) -> dt.date | None:
        """The day of the visit: on which it was begun, else for which it is arranged."""
        moment = self.inspection.begun_at or self.inspection.starts_at
        return local_date(moment) if moment else None
