"""Groups, states and kinds of classes, with the words that officials use and plainer ones for those who attend."""

from __future__ import annotations

from django.db import models


class TargetGroup(models.TextChoices):
    """Whom a class is for (Kế hoạch 55/KH-UBND năm 2024, mục II.1.2)."""

    COUNCIL = "council", "Thành viên, tổ giúp việc Hội đồng"
    OFFICERS = "officers", "Cán bộ ban, ngành, đoàn thể"
    RECOGNISED = "recognised", "Chủ thể có sản phẩm từ 3 sao"
    POTENTIAL = "potential", "Chủ thể tiềm năng"


OF_PEOPLE = frozenset({TargetGroup.COUNCIL, TargetGroup.OFFICERS})
OF_PRODUCERS = frozenset({TargetGroup.RECOGNISED, TargetGroup.POTENTIAL})


class ClassState(models.TextChoices):
    """Where a class stands."""

    PLANNED = "planned", "Dự kiến"
    OPEN = "open", "Đang mời, đăng ký"
    RUNNING = "running", "Đang học"
    HELD = "held", "Đã học xong"
    CLOSED = "closed", "Đã tổng kết"
    CANCELLED = "cancelled", "Đã huỷ"

    @property
    def tone(self) -> str:
        """How the tag looks (see `{% status %}`)."""
        return _TONES[self.value]


_TONES = {
    "planned": "in_hand", "open": "moving", "running": "moving", "held": "waiting", "closed": "done", "cancelled": "waiting",
}  # fmt: skip

LIVE = frozenset({ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING})
ANNOUNCED = frozenset({ClassState.OPEN, ClassState.RUNNING, ClassState.HELD, ClassState.CLOSED})
OVER = frozenset({ClassState.HELD, ClassState.CLOSED})


class SessionPart(models.TextChoices):
    """When in the day a session is held."""

    DAY = "day", "cả ngày"
    MORNING = "morning", "buổi sáng"
    AFTERNOON = "afternoon", "buổi chiều"


class PlaceState(models.TextChoices):
    """Where a participant stands. Invited and registered people hold a place."""

    INVITED = "invited", "Đã mời"
    REGISTERED = "registered", "Tham dự"
    WAITING = "waiting", "Chờ chỗ"
    DECLINED = "declined", "Không tham dự"
    REMOVED = "removed", "Đã đưa ra"

    @property
    def plain(self) -> str:
        """The same for the participant."""
        return _PLAIN[self.value]

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"invited": "in_hand", "registered": "moving"}.get(self.value, "waiting")


_PLAIN = {
    "invited": "Được mời, chưa trả lời",
    "registered": "Đã có chỗ",
    "waiting": "Trong danh sách chờ",
    "declined": "Đã báo không tham dự",
    "removed": "Đã được đưa khỏi danh sách",
}

SEATED = frozenset({PlaceState.INVITED, PlaceState.REGISTERED})
LISTED = SEATED | {PlaceState.WAITING}
GONE = frozenset({PlaceState.DECLINED, PlaceState.REMOVED})


class Source(models.TextChoices):
    """How a participant came onto the list."""

    REGISTER = "register", "mời từ sổ bộ"
    OFFICER = "officer", "cán bộ thêm"
    SHEET = "sheet", "từ bảng tính"
    OWN = "own", "tự đăng ký bằng tài khoản"
    LINK = "link", "tự đăng ký bằng liên kết"


class MarkMethod(models.TextChoices):
    """How attendance was taken."""

    TICK = "tick", "đánh dấu"
    DOOR = "door", "quét mã tại cửa"
    SCAN = "scan", "quét mã học viên"
    SHEET = "sheet", "bảng tính"


class Result(models.TextChoices):
    """What came of a participant."""

    NONE = "", "chưa có"
    COMPLETED = "completed", "Hoàn thành"
    INCOMPLETE = "incomplete", "Chưa hoàn thành"


class Grade(models.IntegerChoices):
    """Answers of the evaluation form."""

    VERY_GOOD = 5, "Rất tốt"
    GOOD = 4, "Tốt"
    FAIR = 3, "Khá"
    AVERAGE = 2, "Trung bình"
    POOR = 1, "Chưa đạt"
