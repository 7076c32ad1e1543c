"""Who attends, who was there, what they said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.formats import now
from core.models import Stamped, StoredFile, Versioned
from products.enums import Gender
from products.models import Producer
from trainings.enums import GONE, Grade, MarkMethod, PlaceState, Result, Source
from trainings.models.classes import ClassSession, TrainingClass


class Participant(Versioned):
    """One person on a class's list: an account, somebody of a producer, or a person known by name alone.

    `identity` says who it is, so that nobody stands twice on one list; `queued_at` is the order of the waiting list.
    """

    state_enum = PlaceState

    training = models.ForeignKey(TrainingClass, models.PROTECT, related_name="participants", verbose_name="lớp")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản"
    )
    producer = models.ForeignKey(
        Producer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chủ thể"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, huyện nơi công tác, sản xuất"
    )
    name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("chức vụ", max_length=150, blank=True)
    organisation = models.CharField("cơ quan, cơ sở", max_length=250, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    gender = models.CharField("giới tính", max_length=6, choices=Gender, blank=True)
    identity = models.CharField("định danh trong lớp", max_length=250, editable=False)
    state = models.CharField("trạng thái", max_length=12, choices=PlaceState, default=PlaceState.INVITED)
    source = models.CharField("vào danh sách do", max_length=10, choices=Source)
    queued_at = models.DateTimeField("vào danh sách lúc", default=now, editable=False)
    consented_at = models.DateTimeField("đồng ý cho dùng dữ liệu lúc", null=True, blank=True)
    code = models.CharField("mã học viên", max_length=12, unique=True, editable=False)
    token = models.CharField("khoá trang học viên", max_length=40, unique=True, editable=False)
    result = models.CharField("kết quả", max_length=10, choices=Result, blank=True, default="")
    feedback_given = models.BooleanField("đã gửi đánh giá", default=False)
    certificate_number = models.CharField("số giấy chứng nhận", max_length=60, blank=True)
    certificate_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    name_folded = FoldedField("name", "organisation", "phone", "code")
    name_sort = SortKeyField("name")

    class Meta:
        verbose_name = "học viên"
        ordering = ["name_sort", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "identity"],
                condition=~Q(state__in=sorted(GONE)),
                name="training_participant_once",
            ),
            models.CheckConstraint(
                condition=Q(certificate_file__isnull=True) | ~Q(certificate_number=""),
                name="training_certificate_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["training", "state", "queued_at"]),
            models.Index(fields=["training", "name_sort"]),
            models.Index(fields=["user", "result"]),
            models.Index(fields=["producer", "result"]),
        ]

    def __str__(self) -> str:
        return self.name


class AttendanceMark(models.Model):
    """Somebody was at one session: once, however often they are counted."""

    session = models.ForeignKey(ClassSession, models.PROTECT, related_name="marks", verbose_name="buổi")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="marks", verbose_name="học viên")
    method = models.CharField("cách điểm danh", max_length=8, choices=MarkMethod)
    noted_at = models.DateTimeField("lúc", default=now, editable=False)

    class Meta:
        verbose_name = "lượt điểm danh"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "participant"], name="training_mark_once")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.session}"


class Feedback(Stamped):
    """What one participant said. It does not say who: the participant's row only knows that it was sent."""

    training = models.ForeignKey(TrainingClass, models.PROTECT, related_name="feedback", verbose_name="lớp")
    content = models.PositiveSmallIntegerField("nội dung", choices=Grade)
    lecturers = models.PositiveSmallIntegerField("giảng viên", choices=Grade)
    organisation = models.PositiveSmallIntegerField("tổ chức lớp", choices=Grade)
    usefulness = models.PositiveSmallIntegerField("áp dụng được vào công việc", choices=Grade)
    comment = models.TextField("ý kiến khác", blank=True)

    class Meta:
        verbose_name = "phiếu đánh giá lớp"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Phiếu đánh giá {self.training}"
