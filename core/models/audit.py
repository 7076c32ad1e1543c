"""The audit trail: append-only, each row chained to the one before by its hash."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """Who did what to which object, when, from where, and why.

    A database trigger refuses UPDATE, DELETE and TRUNCATE. `seq` is given inside an advisory lock, never by a
    sequence: ids taken before the lock would not stand in the order of the chain.
    """

    seq = models.BigIntegerField("số thứ tự", primary_key=True)
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người thực hiện"
    )
    actor_label = models.CharField("tên người thực hiện", max_length=200)
    unit_label = models.CharField("đơn vị lúc đó", max_length=200, blank=True)
    action = models.CharField("việc", max_length=80)
    refused = models.BooleanField("bị từ chối", default=False)
    object_type = models.CharField("loại đối tượng", max_length=80)
    object_id = models.CharField("mã đối tượng", max_length=64)
    object_label = models.CharField("tên đối tượng", max_length=300)
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    reason = models.TextField("lý do", blank=True)
    address = models.CharField("địa chỉ mạng", max_length=64, blank=True)
    request_id = models.CharField("mã yêu cầu", max_length=40, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "bản ghi nhật ký"
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-seq"]),
            models.Index(fields=["actor", "-seq"]),
            models.Index(fields=["action", "-seq"]),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {self.action}"


class AuditHead(models.Model):
    """The end of the trail as a verification found it, so that a later one notices when that end has been cut off.

    Append-only like the trail, and a table of its own: deleting rows of the trail does not take these along.
    """

    seq = models.BigIntegerField("số thứ tự", primary_key=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField("kiểm tra lúc")

    class Meta:
        verbose_name = "điểm cuối nhật ký đã kiểm tra"
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
