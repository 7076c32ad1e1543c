"""A class with its days, lecturers, materials and costs."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.formats import date_vn, today
from core.models import Stamped, StoredFile, Versioned
from products.models.costs import ActivityCost
from trainings.enums import ClassState, SessionPart, TargetGroup

MOST_DAYS = 15


class TrainingClass(Versioned):
    """One class (lớp tập huấn) of the Department or of a district (Kế hoạch 55/KH-UBND năm 2024, mục II.1.2)."""

    state_enum = ClassState

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị tổ chức")
    year = models.PositiveSmallIntegerField("năm", editable=False)
    number = models.PositiveSmallIntegerField("số thứ tự trong năm", editable=False)
    code = models.CharField("mã lớp", max_length=30, unique=True, editable=False)
    name = models.CharField("tên lớp", max_length=250)
    group = models.CharField("đối tượng", max_length=12, choices=TargetGroup)
    content = models.TextField("nội dung")
    place = models.CharField("địa điểm", max_length=250, blank=True)
    first_day = models.DateField("ngày khai giảng")
    days = models.PositiveSmallIntegerField("số ngày", default=1)
    sessions_a_day = models.PositiveSmallIntegerField(
        "số buổi mỗi ngày", default=2, choices=[(1, "Một buổi (cả ngày)"), (2, "Hai buổi (sáng, chiều)")]
    )
    starts_at = models.TimeField("giờ bắt đầu", default=dt.time(7, 30))
    last_day = models.DateField("ngày bế giảng", editable=False)
    study_visit = models.TextField("tham quan, học tập kinh nghiệm", blank=True)
    integrated_with = models.CharField("lồng ghép với chương trình", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField("số chỗ", default=60)
    required_sessions = models.PositiveSmallIntegerField("số buổi phải dự để được cấp giấy chứng nhận", default=1)
    takes_registrations = models.BooleanField("nhận đăng ký qua liên kết, mã QR", default=False)
    registration_closes_on = models.DateField("nhận đăng ký đến hết ngày", null=True, blank=True)
    contact = models.CharField("đầu mối liên hệ", max_length=200, blank=True)
    token = models.CharField("mã đăng ký", max_length=40, unique=True, editable=False)
    state = models.CharField("trạng thái", max_length=10, choices=ClassState, default=ClassState.PLANNED)
    result_note = models.TextField("đánh giá kết quả", blank=True)
    opened_at = models.DateTimeField("mở đăng ký lúc", null=True, blank=True)
    finished_at = models.DateTimeField("học xong lúc", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập")
    text_folded = FoldedField("name", "code", "place")
    name_sort = SortKeyField("name")

    class Meta:
        verbose_name = "lớp tập huấn"
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="training_number_once"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=MOST_DAYS), name="training_days_few"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="training_days_in_order"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=1000), name="training_has_places"),
            models.CheckConstraint(
                condition=Q(required_sessions__gte=1, required_sessions__lte=F("days") * F("sessions_a_day")),
                name="training_required_within_sessions",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-first_day"]),
            models.Index(fields=["-first_day", "-id"]),
            models.Index(fields=["state", "first_day"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def when(self) -> str:
        """Its days in words."""
        if self.last_day == self.first_day:
            return date_vn(self.first_day)
        return f"{date_vn(self.first_day)} – {date_vn(self.last_day)}"

    @property
    def receives_now(self) -> bool:
        """Say whether people may register by themselves today."""
        until = self.registration_closes_on or self.first_day
        return self.takes_registrations and self.state == ClassState.OPEN and today() <= until


class ClassSession(models.Model):
    """One half-day or day of a class: attendance is taken for each."""

    training = models.ForeignKey(TrainingClass, models.CASCADE, related_name="sessions", verbose_name="lớp")
    number = models.PositiveSmallIntegerField("buổi")
    day = models.DateField("ngày")
    part = models.CharField("thời gian", max_length=10, choices=SessionPart)

    class Meta:
        verbose_name = "buổi học"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["training", "number"], name="training_session_number_once")]

    def __str__(self) -> str:
        return f"Buổi {self.number}: {self.label}"

    @property
    def label(self) -> str:
        """Day and part in words."""
        part = SessionPart(self.part)
        return date_vn(self.day) if part is SessionPart.DAY else f"{part.label} {date_vn(self.day)}"


class Lecturer(Stamped):
    """Who teaches what."""

    training = models.ForeignKey(TrainingClass, models.CASCADE, related_name="lecturers", verbose_name="lớp")
    name = models.CharField("họ và tên", max_length=100)
    organisation = models.CharField("cơ quan, chức vụ", max_length=200, blank=True)
    topic = models.CharField("chuyên đề", max_length=300, blank=True)

    class Meta:
        verbose_name = "giảng viên"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Material(Stamped):
    """A material: a file or a link, given to participants too."""

    training = models.ForeignKey(TrainingClass, models.CASCADE, related_name="materials", verbose_name="lớp")
    title = models.CharField("tên tài liệu", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp")
    link = models.URLField("liên kết", blank=True)

    class Meta:
        verbose_name = "tài liệu"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | (Q(file__isnull=True) & ~Q(link="")),
                name="training_material_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ClassCost(ActivityCost):
    """A cost of the class by its source."""

    training = models.ForeignKey(TrainingClass, models.CASCADE, related_name="costs", verbose_name="lớp")

    class Meta(ActivityCost.Meta):
        verbose_name = "kinh phí lớp tập huấn"

    @property
    def activity_ends_on(self) -> dt.date:
        """The class's last day."""
        return self.training.last_day


class ClassTarget(Versioned):
    """What a unit's plan of the year wants for one group: so many classes of so many people."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    group = models.CharField("đối tượng", max_length=12, choices=TargetGroup)
    classes = models.PositiveSmallIntegerField("số lớp", default=0)
    people = models.PositiveSmallIntegerField("số người mỗi lớp", default=60)

    class Meta:
        verbose_name = "chỉ tiêu tập huấn"
        ordering = ["-year", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "group"], name="training_target_once")]

    def __str__(self) -> str:
        return f"{self.get_group_display()} {self.year}: {self.classes} lớp"
