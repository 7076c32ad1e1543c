"""States and kinds, with the words that officials use and the plainer ones for producers."""

from __future__ import annotations

from django.db import models


class PlanState(models.TextChoices):
    """An annual plan is drawn and edited by the officer, then approved by the leader."""

    DRAFT = "draft", "Đang lập"
    SUBMITTED = "submitted", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    CLOSED = "closed", "Đã kết thúc"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"draft": "in_hand", "submitted": "waiting", "approved": "moving", "closed": "done"}[self.value]


class InspectionKind(models.TextChoices):
    """Why the team comes (26/2026/QĐ-TTg, Điều 9 khoản 2 điểm a: định kỳ, đột xuất)."""

    PLANNED = "planned", "Theo kế hoạch"
    UNPLANNED = "unplanned", "Đột xuất"


class InspectionState(models.TextChoices):
    """From the plan to the last repaired fault."""

    PLANNED = "planned", "Chờ kiểm tra"
    UNDER_WAY = "under_way", "Đang kiểm tra"
    CONCLUDED = "concluded", "Đã kết luận"
    CLOSED = "closed", "Đã đóng"
    CANCELLED = "cancelled", "Đã huỷ"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        tones = {"planned": "waiting", "under_way": "in_hand", "concluded": "moving", "closed": "done"}
        return tones.get(self.value, "waiting")


FINAL = (InspectionState.CONCLUDED, InspectionState.CLOSED)


class Duty(models.TextChoices):
    """Place in a team."""

    LEADER = "leader", "Trưởng đoàn"
    DEPUTY = "deputy", "Phó trưởng đoàn"
    SECRETARY = "secretary", "Thư ký"
    MEMBER = "member", "Thành viên"


class LineKind(models.TextChoices):
    """What a row of the checklist asks for."""

    CRITERION = "criterion", "Tiêu chí đã được công nhận"
    CHECK = "check", "Nội dung kiểm tra"
    FACT = "fact", "Số liệu, tình hình"


class Verdict(models.TextChoices):
    """What holds now."""

    HOLDS = "holds", "Đạt"
    PARTLY = "partly", "Giảm sút"
    FAILS = "fails", "Không đạt"
    NOT_APPLICABLE = "na", "Không áp dụng"


class Severity(models.TextChoices):
    """How grave a finding is."""

    MINOR = "minor", "Tồn tại, nhắc nhở"
    MAJOR = "major", "Vi phạm phải khắc phục"
    CRITICAL = "critical", "Vi phạm nghiêm trọng"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"minor": "waiting", "major": "sent_back", "critical": "red"}[self.value]


class ActionState(models.TextChoices):
    """The life of a corrective action."""

    OPEN = "open", "Chờ khắc phục"
    REPORTED = "reported", "Đã báo cáo, chờ kiểm tra lại"
    ACCEPTED = "accepted", "Đã khắc phục"
    FAILED = "failed", "Không khắc phục"

    @property
    def plain(self) -> str:
        """The same for the producer, in plain words."""
        return {
            "open": "Cần khắc phục và báo cáo",
            "reported": "Đã gửi, đoàn đang kiểm tra lại",
            "accepted": "Đã khắc phục xong",
            "failed": "Chưa khắc phục, đang được xem xét xử lý",
        }[self.value]

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"open": "sent_back", "reported": "waiting", "accepted": "done", "failed": "red"}[self.value]


class CaseState(models.TextChoices):
    """From the proposal of revocation to its publication."""

    DRAFT = "draft", "Đang lập đề nghị"
    PROPOSED = "proposed", "Chờ quyết định"
    DECIDED = "decided", "Đã quyết định, chờ thu giấy chứng nhận"
    COLLECTED = "collected", "Đã thu giấy chứng nhận, chờ công bố"
    PUBLISHED = "published", "Đã công bố"
    DISMISSED = "dismissed", "Không thu hồi"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        tones = {"draft": "in_hand", "proposed": "waiting", "decided": "moving", "collected": "moving"}
        return tones.get(self.value, "done")


_CRITERION_WORDS = {"holds": "Còn duy trì", "partly": "Giảm sút", "fails": "Không còn", "na": "Không áp dụng"}
_CHECK_WORDS = {"holds": "Đạt", "partly": "Đạt một phần", "fails": "Không đạt", "na": "Không áp dụng"}


def verdict_words(kind: str, verdict: str) -> str:
    """A verdict as the row puts it: a criterion still holds or not, a check is met or not. Empty while nobody judged."""
    return (_CRITERION_WORDS if kind == LineKind.CRITERION else _CHECK_WORDS).get(verdict, "")


class ComplaintSource(models.TextChoices):
    """Who tells."""

    PUBLIC = "public", "Người dân"
    UNIT = "unit", "Cơ quan, đơn vị"


class ComplaintState(models.TextChoices):
    """What becomes of a complaint."""

    RECEIVED = "received", "Mới nhận"
    INSPECTING = "inspecting", "Đang kiểm tra"
    ANSWERED = "answered", "Đã trả lời"
    REFUSED = "refused", "Không thụ lý"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"received": "waiting", "inspecting": "in_hand", "answered": "done", "refused": "done"}[self.value]


class Topic(models.TextChoices):
    """What a complaint is about."""

    QUALITY = "quality", "Chất lượng sản phẩm"
    FOOD_SAFETY = "food_safety", "An toàn thực phẩm"
    LABEL = "label", "Tem, nhãn, bao bì, biểu trưng OCOP"
    ENVIRONMENT = "environment", "Môi trường"
    STOPPED = "stopped", "Không còn sản xuất"
    OTHER = "other", "Nội dung khác"
