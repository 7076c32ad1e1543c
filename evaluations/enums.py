"""Roles in a council, states of sessions, assessments and sheets, and outcomes."""

from __future__ import annotations

from django.db import models


class CouncilRole(models.TextChoices):
    """Office in the council."""

    CHAIR = "chair", "Chủ tịch Hội đồng"
    VICE_CHAIR = "vice_chair", "Phó Chủ tịch Hội đồng"
    SECRETARY = "secretary", "Thư ký"
    MEMBER = "member", "Ủy viên"


class SessionMode(models.TextChoices):
    """A meeting, or opinions in writing."""

    MEETING = "meeting", "họp"
    WRITTEN = "written", "lấy ý kiến bằng văn bản"


class SessionState(models.TextChoices):
    """Course of a session."""

    PLANNED = "planned", "Đang chuẩn bị"
    SCORING = "scoring", "Đang chấm điểm"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã huỷ"


LIVE_SESSIONS = (SessionState.PLANNED, SessionState.SCORING)


class AssessmentState(models.TextChoices):
    """Course of one dossier's assessment within a session."""

    WAITING = "waiting", "Chờ chấm"
    OPEN = "open", "Đang chấm"
    CLOSED = "closed", "Đã chốt"
    REMOVED = "removed", "Đưa khỏi phiên"


class SheetState(models.TextChoices):
    """Course of one member's sheet."""

    DRAFT = "draft", "Đang chấm"
    SUBMITTED = "submitted", "Đã nộp"
    SUPERSEDED = "superseded", "Được mở lại"


class Presence(models.TextChoices):
    """Attendance of a member."""

    UNKNOWN = "unknown", "chưa điểm danh"
    PRESENT = "present", "Có mặt"
    ABSENT = "absent", "Vắng mặt"


class Outcome(models.TextChoices):
    """What follows from a result at the level that scored. The ruleset says which follows when."""

    NOT_RECOGNISED = "not_recognised", "Không công nhận"
    RECOGNISE = "recognise", "Công nhận"
    FORWARD = "forward", "Chuyển cấp trên đánh giá"
    APPROVE_AND_FORWARD = "approve_and_forward", "Phê duyệt kết quả, đề nghị Bộ đánh giá 5 sao"
    RETURN_DOWN = "return_down", "Trả về cấp dưới"


class ReopenState(models.TextChoices):
    """A request to reopen a submitted sheet."""

    ASKED = "asked", "chờ duyệt"
    APPROVED = "approved", "đã duyệt"
    REFUSED = "refused", "không duyệt"


class AppraisalState(models.TextChoices):
    """Course of the advisory team's appraisal."""

    ASSIGNED = "assigned", "Chờ thẩm định"
    DONE = "done", "Đã thẩm định"


class MinistryAnswer(models.TextChoices):
    """What the Ministry answered to a proposal for five stars."""

    WAITING = "waiting", "Chờ Bộ trả lời"
    FIVE_STARS = "five_stars", "Công nhận 5 sao"
    NOT_FIVE = "not_five", "Không công nhận 5 sao"
