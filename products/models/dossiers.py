"""Dossiers: what a producer hands in, item by item, and what the receiving officer says of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField
from core.formats import now
from core.models import Stamped, StoredFile, Versioned
from criteria.models import CriteriaSet, Criterion, Ruleset
from products.enums import DossierKind, DossierState, ItemVerdict
from products.models.producers import Producer
from products.models.products import Product
from products.models.rounds import EvaluationRound

User = settings.AUTH_USER_MODEL


class Dossier(Versioned):
    """One assessment of one product from drafting to decision.

    `holder` is the unit whose level has it now (the district, then the province); it keeps the ruleset and the
    criteria set under which it was submitted.
    """

    code = models.CharField("mã hồ sơ", max_length=30, blank=True)
    product = models.ForeignKey(Product, models.PROTECT, related_name="dossiers", verbose_name="sản phẩm")
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="dossiers", verbose_name="chủ thể")
    round = models.ForeignKey(EvaluationRound, models.PROTECT, related_name="dossiers", verbose_name="đợt đánh giá")
    kind = models.CharField("loại hồ sơ", max_length=10, choices=DossierKind, default=DossierKind.NEW)
    state = models.CharField("trạng thái", max_length=15, choices=DossierState, default=DossierState.DRAFT)
    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="+", verbose_name="bộ quy tắc")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="+", verbose_name="bộ tiêu chí")
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    commune = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã")
    holder = models.ForeignKey(Unit, models.PROTECT, related_name="held_dossiers", verbose_name="đang ở")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nộp"
    )
    submissions = models.PositiveSmallIntegerField("số lần nộp", default=0)
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tiếp nhận"
    )
    due_at = models.DateTimeField("hạn xử lý", null=True, blank=True)
    samples_received_on = models.DateField("nhận sản phẩm mẫu ngày", null=True, blank=True)
    samples_received = models.PositiveSmallIntegerField("số đơn vị mẫu đã nhận", null=True, blank=True)
    previous_recognition = models.ForeignKey(
        "products.Recognition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="công nhận trước"
    )
    final_mean = models.DecimalField("điểm", max_digits=9, decimal_places=6, null=True, blank=True)
    self_stars = models.PositiveSmallIntegerField("hạng sao tự đánh giá lúc nộp", null=True, blank=True)
    final_stars = models.PositiveSmallIntegerField("hạng sao theo kết quả", null=True, blank=True)
    text_folded = FoldedField("code", "product_name", "producer_name")
    product_name = models.CharField("tên sản phẩm lúc nộp", max_length=250)
    producer_name = models.CharField("tên chủ thể lúc nộp", max_length=250)

    state_enum = DossierState

    class Meta:
        verbose_name = "hồ sơ đánh giá"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="dossier_code_once"),
            models.UniqueConstraint(
                fields=["product", "round"], condition=~Q(state="withdrawn"), name="dossier_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="dossier_submitted_pair",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="dossier_accepted_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | (Q(submitted_at__isnull=False) & ~Q(code="")),
                name="dossier_beyond_draft_is_submitted",
            ),
            models.CheckConstraint(
                condition=Q(samples_received__isnull=True)
                | Q(samples_received_on__isnull=False, samples_received__gte=1),
                name="dossier_samples_counted_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "-created_at"]),
            models.Index(fields=["holder", "state", "due_at"]),
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["round", "state"]),
            models.Index(fields=["producer", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.product_name}".strip()

    @property
    def is_with_applicant(self) -> bool:
        """Say whether the applicant has it in hand, not the holding unit."""
        return self.state in {DossierState.DRAFT, DossierState.RETURNED}


class DossierItem(Versioned):
    """One item of the dossier's list of documents, as the ruleset asks for it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="items")
    code = models.CharField("mã mục", max_length=40)
    order = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("nội dung", max_length=250)
    guidance = models.TextField("hướng dẫn", blank=True)
    mandatory = models.BooleanField("bắt buộc")
    answer = models.TextField("nội dung khai", blank=True)
    not_applicable = models.BooleanField("không áp dụng", default=False)
    verdict = models.CharField("kết quả kiểm tra", max_length=10, choices=ItemVerdict, default=ItemVerdict.UNCHECKED)
    reason = models.TextField("lý do cần bổ sung", blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(  # who wrote the answer last; who checked it is `checked_by`
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi", db_index=False
    )
    changed_after_return = models.BooleanField("đã sửa sau khi trả lại", default=False)

    class Meta:
        verbose_name = "mục hồ sơ"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "code"], name="item_once_a_dossier"),
            models.CheckConstraint(condition=~Q(verdict="missing") | ~Q(reason=""), name="missing_item_has_reason"),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="item_checked_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Evidence(Stamped):
    """A file under an item. It may support several criteria; a replaced or removed one stays for the history."""

    item = models.ForeignKey(DossierItem, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField("tên tài liệu", max_length=250)
    criteria = models.ManyToManyField(Criterion, blank=True, related_name="+", verbose_name="tiêu chí minh chứng")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "tài liệu minh chứng"
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_pair",
            )
        ]
        indexes = [models.Index(fields=["item", "removed_at"]), models.Index(fields=["file"])]

    def __str__(self) -> str:
        return self.title


class SelfAssessmentLine(models.Model):
    """What the applicant gives itself for one criterion, with a few words."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="self_lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    option_index = models.PositiveSmallIntegerField("mức", null=True)
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2)
    note = models.TextField("mô tả", blank=True)
    saved_at = models.DateTimeField(default=now)
    saved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi", db_index=False
    )

    class Meta:
        verbose_name = "dòng tự đánh giá"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "criterion"], name="self_line_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="self_points_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"

    @property
    def version(self) -> int:
        """Changes with every save, so that two people who fill one sheet notice each other."""
        return int(self.saved_at.timestamp() * 1000)
