"""Criteria sets as rows. A set in use is immutable: database triggers refuse any change to it or its tree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.formats import now


class CriteriaCollection(models.Model):
    """All criteria sets of one decision of the Prime Minister."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    decision = models.CharField("quyết định", max_length=50)
    issued_on = models.DateField("ngày ban hành")
    title = models.TextField("trích yếu")
    trust = models.TextField("độ tin cậy")
    checksum = models.CharField("mã băm", max_length=64)
    loaded_at = models.DateTimeField("nạp lúc", default=now, editable=False)

    class Meta:
        verbose_name = "bộ sưu tập tiêu chí"
        verbose_name_plural = "bộ sưu tập tiêu chí"
        ordering = ("issued_on",)

    def __str__(self) -> str:
        return self.name


class CriteriaSet(models.Model):
    """One of the 26 sets, in one version. A corrected file becomes a new version; the old one stays."""

    collection = models.ForeignKey(CriteriaCollection, models.PROTECT, related_name="sets", verbose_name="tập hợp")
    number = models.PositiveSmallIntegerField("số bộ")
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    code = models.SlugField("mã", max_length=150)
    name = models.CharField("tên", max_length=250)
    classification = models.CharField("mã phân loại", max_length=10)
    industry = models.CharField("ngành", max_length=150)
    group = models.CharField("nhóm", max_length=150)
    subgroup = models.CharField("phân nhóm", max_length=200, blank=True)
    decision = models.CharField("quyết định", max_length=50)
    ministries = models.JSONField("bộ quản lý ngành", default=list)
    disqualifiers = models.JSONField("trường hợp bị loại", default=list)
    total = models.DecimalField("tổng điểm", max_digits=6, decimal_places=2)
    provenance = models.JSONField("nguồn gốc dữ liệu", default=dict)
    checksum = models.CharField("mã băm", max_length=64)
    is_current = models.BooleanField("phiên bản hiện hành", default=True)
    in_use = models.BooleanField("đã dùng cho hồ sơ", default=False)
    loaded_at = models.DateTimeField("nạp lúc", default=now, editable=False)

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ("collection", "number", "-version")
        constraints = [
            models.UniqueConstraint(fields=["collection", "number", "version"], name="criteria_set_version"),
            models.UniqueConstraint(
                fields=["collection", "number"], condition=Q(is_current=True), name="criteria_set_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"Bộ {self.number:02d}. {self.name}"


class Part(models.Model):
    """Part A, B or C."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=200)
    max_points = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = "phần"
        verbose_name_plural = "phần"
        ordering = ("criteria_set", "order")
        constraints = [models.UniqueConstraint(fields=["criteria_set", "code"], name="criteria_part_code")]

    def __str__(self) -> str:
        return f"Phần {self.code}. {self.name}"


class Section(models.Model):
    """A numbered heading of a part."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="sections")
    part = models.ForeignKey(Part, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=250)
    description = models.TextField("mô tả", blank=True)
    max_points = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = "mục"
        verbose_name_plural = "mục"
        ordering = ("criteria_set", "order")
        constraints = [models.UniqueConstraint(fields=["criteria_set", "code"], name="criteria_section_code")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Criterion(models.Model):
    """One criterion, with the points that each rank asks of it at least."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria")
    section = models.ForeignKey(Section, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=10)
    letter = models.CharField("ký hiệu", max_length=3, blank=True)
    name = models.CharField("tên", max_length=400)
    requirement = models.TextField("yêu cầu", blank=True)
    description = models.TextField("mô tả", blank=True)
    max_points = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)
    mandatory = models.BooleanField("có điểm tối thiểu")
    minimum_points_for_star = models.JSONField("điểm tối thiểu theo hạng sao", default=dict)
    min_star = models.PositiveSmallIntegerField("dấu sao ở tên tiêu chí", null=True, blank=True)
    knockout = models.JSONField("trường hợp bị loại", default=list)
    applies_when = models.TextField("điều kiện áp dụng", blank=True)
    depends_on = models.CharField("phụ thuộc tiêu chí", max_length=10, blank=True)
    when_not_required = models.CharField("khi không bắt buộc", max_length=40, blank=True)
    cases = models.JSONField("các trường hợp", default=dict)
    evidence = models.JSONField("tài liệu minh chứng", default=list)
    notes = models.JSONField("ghi chú", default=list)
    group = models.JSONField("nhóm tiêu chí", null=True, blank=True)
    confidence = models.CharField("mức tin cậy", max_length=10, blank=True)
    source = models.CharField("nguồn", max_length=50)
    provenance = models.JSONField("nguồn gốc dữ liệu", default=dict)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ("criteria_set", "order")
        constraints = [models.UniqueConstraint(fields=["criteria_set", "code"], name="criteria_criterion_code")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Option(models.Model):
    """One step of a criterion. `index` counts from 0 in the order of the law."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="options")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="options")
    index = models.PositiveSmallIntegerField("thứ tự")
    points = models.DecimalField("điểm", max_digits=6, decimal_places=2)
    label = models.TextField("nội dung")
    min_star = models.PositiveSmallIntegerField("tối thiểu cho hạng sao", null=True, blank=True)
    case = models.CharField("trường hợp", max_length=5, blank=True)

    class Meta:
        verbose_name = "mức điểm"
        verbose_name_plural = "mức điểm"
        ordering = ("criterion", "index")
        constraints = [
            models.UniqueConstraint(fields=["criterion", "index"], name="criteria_option_index"),
            models.CheckConstraint(condition=Q(points__gte=0), name="criteria_option_points"),
        ]

    def __str__(self) -> str:
        return f"{self.points.normalize():f} điểm: {self.label}"
