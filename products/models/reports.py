"""What a dossier says in words, and what it said each time that it was handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.formats import now
from core.models import Versioned
from products.models.dossiers import Dossier

User = settings.AUTH_USER_MODEL


class DossierReport(Versioned):
    """The words of the self-assessment report (26/2026/QĐ-TTg, Phụ lục III, Mẫu số 02); figures come from the records."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="report", verbose_name="hồ sơ")
    residence = models.CharField("địa chỉ thường trú của người đại diện", max_length=250, blank=True)
    specification = models.TextField("quy cách, tiêu chuẩn sản phẩm", blank=True)
    history = models.TextField("lịch sử hình thành của chủ thể", blank=True)
    organisation = models.TextField("cơ cấu tổ chức của chủ thể", blank=True)
    materials = models.TextField("vùng nguyên liệu, công nghệ sản xuất", blank=True)
    quality = models.TextField("thay đổi về chất lượng, bao bì, nhãn mác", blank=True)
    market = models.TextField("thị trường phân phối", blank=True)
    results = models.TextField("kết quả sản xuất, kinh doanh", blank=True)
    changes = models.TextField("những thay đổi so với sản phẩm đã được công nhận", blank=True)
    since_recognition = models.TextField("kết quả sau thời gian được công nhận", blank=True)
    plan = models.TextField("kế hoạch sản xuất, kinh doanh", blank=True)
    property_other = models.CharField(
        "quyền sở hữu trí tuệ khác", max_length=250, blank=True, default="", db_default=""
    )
    saved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi", db_index=False
    )

    class Meta:
        verbose_name = "báo cáo tự đánh giá"

    def __str__(self) -> str:
        return f"Báo cáo tự đánh giá {self.dossier.product_name}"


class DossierTick(models.Model):
    """A tick under point 7 of the report that a person set otherwise than the records propose."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="ticks", verbose_name="hồ sơ")
    code = models.CharField("dòng", max_length=20)
    ticked = models.BooleanField("đánh dấu")

    class Meta:
        verbose_name = "đánh dấu trong báo cáo tự đánh giá"
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="dossier_tick_once")]

    def __str__(self) -> str:
        return f"{self.code}: {'có' if self.ticked else 'không'}"


class DossierSubmission(models.Model):
    """What the dossier held at one handing-in: the next one is compared with it. Never changed afterwards."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="handed_in", verbose_name="hồ sơ")
    number = models.PositiveSmallIntegerField("lần nộp")
    at = models.DateTimeField("nộp lúc", default=now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")
    content = models.JSONField("nội dung lúc nộp")

    class Meta:
        verbose_name = "lần nộp hồ sơ"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="submission_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="submission_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"Lần nộp {self.number}"
