"""States and kinds of plans, tasks and report duties, with the words that officials use."""

from __future__ import annotations

from django.db import models


class PlanState(models.TextChoices):
    """Where a plan stands: who drafts it does not approve it."""

    DRAFT = "draft", "Đang soạn"
    WAITING = "waiting", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    CLOSED = "closed", "Đã chốt năm"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"draft": "in_hand", "waiting": "waiting", "approved": "done", "closed": "done"}[self.value]


IN_FORCE = (PlanState.APPROVED, PlanState.CLOSED)  # what was planned holds, whether or not the year is over


class TargetSource(models.TextChoices):
    """Where the figure of a target comes from."""

    LIVE = "live", "tự tính từ dữ liệu của cổng"
    HAND = "hand", "cán bộ ghi, có chú thích"


class Activity(models.TextChoices):
    """Activities of the portal whose costs are posted to a task."""

    TRAININGS = "trainings", "tập huấn"
    PROMOTION = "promotion", "xúc tiến thương mại"
    INSPECTIONS = "inspections", "kiểm tra, giám sát"


class Standing(models.TextChoices):
    """How a task stands on a day; computed, never stored."""

    DONE = "done", "Hoàn thành"
    LATE = "late", "Trễ hạn"
    AT_RISK = "at_risk", "Có nguy cơ trễ"
    ON_TRACK = "on_track", "Đang thực hiện"
    NOT_YET = "not_yet", "Chưa đến thời gian"

    @property
    def tone(self) -> str:
        """How the tag looks; red is for what is late only."""
        return {"done": "done", "late": "red", "at_risk": "amber", "on_track": "moving", "not_yet": "waiting"}[
            self.value
        ]


class DutyKind(models.TextChoices):
    """What a periodic duty asks for."""

    REPORT = "report", "Báo cáo"
    REVIEW = "review", "Rà soát, đánh giá lại"
    INSPECTION = "inspection", "Kiểm tra, giám sát"
    DATABASE = "database", "Cập nhật cơ sở dữ liệu quốc gia"


class ObligationState(models.TextChoices):
    """Where one unit stands with one duty. That it is late follows from the date."""

    NOT_STARTED = "not_started", "Chưa bắt đầu"
    DRAFTING = "drafting", "Đang soạn"
    WAITING = "waiting", "Chờ duyệt"
    SENT = "sent", "Đã gửi"
    CORRECTED = "corrected", "Đã gửi bản sửa"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"drafting": "in_hand", "sent": "done", "corrected": "done"}.get(self.value, "waiting")
