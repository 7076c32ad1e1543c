"""Long work as a row that a page can show."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from core.models.base import Stamped
from core.models.files import StoredFile


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "đang chờ"
    RUNNING = "running", "đang chạy"
    DONE = "done", "đã xong"
    FAILED = "failed", "gặp lỗi"
    CANCELLED = "cancelled", "đã dừng"


class Job(Stamped):
    """One piece of work done by the worker: what, how far, what came out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại việc", max_length=60)
    label = models.CharField("việc", max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người yêu cầu")
    params = models.JSONField("tham số", default=dict)
    state = models.CharField("trạng thái", max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField("đã làm", default=0)
    total = models.PositiveIntegerField("tổng số", default=0)
    message = models.CharField("đang làm", max_length=300, blank=True)
    error = models.TextField("lỗi", blank=True)
    result = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="kết quả")
    cancel_requested = models.BooleanField("yêu cầu dừng", default=False)
    attempts = models.PositiveSmallIntegerField("số lần bắt đầu", default=0, db_default=0)
    heartbeat_at = models.DateTimeField("còn chạy lúc", null=True)

    class Meta:
        verbose_name = "công việc"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"]), models.Index(fields=["state", "heartbeat_at"])]

    def __str__(self) -> str:
        return self.label

    @property
    def percent(self) -> int:
        """Whole percent done."""
        return 100 * self.done // self.total if self.total else 0
