"""Spreadsheets that came in: the batch, and what became of each of its rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.models import Job, StoredFile, Versioned
from products.enums import ImportKind, ImportMode, ImportState, RowVerdict


class ImportBatch(Versioned):
    """One sheet of one file on its way into the register. It belongs to the unit whose officer brought it."""

    kind = models.CharField("nội dung", max_length=20, choices=ImportKind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    sheet = models.CharField("trang tính", max_length=100, blank=True)
    heading_row = models.PositiveIntegerField("dòng tiêu đề", default=1)
    heading_depth = models.PositiveSmallIntegerField("số dòng tiêu đề", default=1)
    columns = models.JSONField("cột", default=list)
    fill_down = models.BooleanField("ô trống lấy theo dòng trên", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    mode = models.CharField("cách nhập", max_length=10, choices=ImportMode, default=ImportMode.ALL)
    total = models.PositiveIntegerField("số dòng", default=0)
    created = models.PositiveIntegerField("mới", default=0)
    changed = models.PositiveIntegerField("thay đổi", default=0)
    unchanged = models.PositiveIntegerField("không đổi", default=0)
    refused = models.PositiveIntegerField("từ chối", default=0)
    passed_over = models.JSONField("dòng không phải dữ liệu", default=list)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+", verbose_name="việc đang chạy")
    result = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="tệp kết quả")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nộp")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người xác nhận"
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người hoàn tác"
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)

    state_enum = ImportState

    class Meta:
        verbose_name = "lô nhập bảng tính"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="import_confirmed_pair",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="import_undone_pair",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file.name}"


class ImportRow(models.Model):
    """One row of the sheet: its verdict, why, what changes, and which records it made or changed (for the undo)."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("dòng")
    label = models.CharField("tên", max_length=250, blank=True)
    verdict = models.CharField("kết luận", max_length=10, choices=RowVerdict)
    reasons = models.JSONField("lý do", default=list)
    changes = models.JSONField("thay đổi", default=list)
    targets = models.JSONField("bản ghi", default=list)

    class Meta:
        verbose_name = "dòng của lô nhập"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "verdict", "number"])]

    def __str__(self) -> str:
        return f"dòng {self.number}"

    @property
    def tone(self) -> str:
        """How the tag of the verdict looks."""
        return RowVerdict(self.verdict).tone
