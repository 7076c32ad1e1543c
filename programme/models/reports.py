"""The annual report of a unit: frozen figures, words by section, noted corrections, versions."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import FoldedField
from core.models import Stamped, StoredFile, Versioned
from documents.models import Document
from programme.models.duties import ReportObligation
from programme.reporting.states import ReportState


def _pair(first: str, second: str) -> Q:
    nothing = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return nothing | Q(**{f"{first}__isnull": False, f"{second}__isnull": False})


class Report(Versioned):
    """One version of a unit's annual report (Kế hoạch 55/KH-UBND năm 2024, mục IV.1 và IV.4).

    `figures` and `tables` are what the records said at the end of `cut_off_on`, taken at `taken_at`: plain data that
    nothing changes afterwards but taking them again while the report is being written.
    """

    state_enum = ReportState

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị báo cáo")
    year = models.PositiveSmallIntegerField("năm")
    revision = models.PositiveSmallIntegerField("bản", default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="following", verbose_name="sửa bản"
    )
    reason = models.TextField("lý do sửa", blank=True)
    obligation = models.ForeignKey(
        ReportObligation, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="nghĩa vụ"
    )
    title = models.CharField("trích yếu", max_length=300)
    state = models.CharField("trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFTING)
    cut_off_on = models.DateField("chốt số liệu đến hết ngày")
    taken_at = models.DateTimeField("lấy số liệu lúc", null=True, blank=True)
    figures = models.JSONField("số liệu", default=dict)
    tables = models.JSONField("biểu", default=list)
    districts = models.JSONField("số liệu theo huyện", default=list, blank=True)
    addressees = models.TextField("kính gửi", blank=True)
    recipients = models.TextField("nơi nhận", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="văn bản đã ban hành"
    )
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    xlsx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trình"
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt"
    )
    text_folded = FoldedField("title")

    class Meta:
        verbose_name = "báo cáo năm"
        ordering = ["-year", "unit__level", "unit__name_sort", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "revision"], name="report_revision_once"),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=~Q(state=ReportState.SENT), name="report_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(revision=1, previous__isnull=True)
                | (Q(revision__gt=1, previous__isnull=False) & ~Q(reason="")),
                name="report_correction_names_its_ground",
            ),
            models.CheckConstraint(condition=_pair("submitted_at", "submitted_by"), name="report_submitted_pair"),
            models.CheckConstraint(condition=_pair("sent_at", "sent_by"), name="report_sent_pair"),
            models.CheckConstraint(
                condition=~Q(state=ReportState.SENT)
                | Q(sent_at__isnull=False, submitted_at__isnull=False, document__isnull=False, taken_at__isnull=False),
                name="sent_report_has_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("submitted_by")), name="report_two_persons"
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"]), models.Index(fields=["state", "-sent_at"])]

    def __str__(self) -> str:
        return f"{self.title} (bản {self.revision})" if self.revision > 1 else self.title

    @property
    def is_open(self) -> bool:
        """Whether words and figures can still change."""
        return self.state == ReportState.DRAFTING

    @property
    def since(self) -> dt.date:
        """The first day that the figures count."""
        return dt.date(self.year, 1, 1)


class ReportSection(Versioned):
    """The words of one section. Figures stand in them as marks such as {san_pham_moi}; `drafted` is what the portal wrote."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections", verbose_name="báo cáo")
    key = models.CharField("mục", max_length=30)
    text = models.TextField("lời văn", blank=True)
    drafted = models.TextField("câu soạn sẵn", blank=True)
    edited_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người sửa"
    )

    class Meta:
        verbose_name = "mục của báo cáo"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_section_once"),
            models.CheckConstraint(condition=_pair("edited_at", "edited_by"), name="report_section_edited_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.key}"

    @property
    def is_own(self) -> bool:
        """Whether somebody wrote other words than the portal."""
        return self.text != self.drafted


class ReportCorrection(Stamped):
    """A figure that the report gives otherwise than the records, said openly with its reason and its author."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="corrections", verbose_name="báo cáo")
    key = models.CharField("số liệu", max_length=40)
    recorded = models.DecimalField("theo bản ghi", max_digits=20, decimal_places=2)
    value = models.DecimalField("số báo cáo", max_digits=20, decimal_places=2)
    reason = models.TextField("lý do, căn cứ")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người điều chỉnh"
    )

    class Meta:
        verbose_name = "điều chỉnh số liệu"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_correction_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="report_correction_has_reason"),
            models.CheckConstraint(condition=Q(value__gte=0), name="report_correction_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.recorded} → {self.value}"
