"""States and kinds, with the words that officials use and the plainer ones for producers."""

from __future__ import annotations

from django.db import models


class ProducerKind(models.TextChoices):
    """Who may take part (26/2026/QĐ-TTg, Điều 2 khoản 3; and the kinds of 148/QĐ-TTg)."""

    COOPERATIVE = "cooperative", "Hợp tác xã"
    COOPERATIVE_GROUP = "cooperative_group", "Tổ hợp tác"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    HOUSEHOLD = "household", "Hộ sản xuất, kinh doanh"
    FARM = "farm", "Trang trại"
    ESTABLISHMENT = "establishment", "Cơ sở sản xuất"
    ASSOCIATION = "association", "Hội, hiệp hội, trung tâm điều hành du lịch"


class Gender(models.TextChoices):
    """Gender of the representative, for the reports."""

    FEMALE = "female", "Nữ"
    MALE = "male", "Nam"


class DossierKind(models.TextChoices):
    """Why a product is assessed."""

    NEW = "new", "mới"
    RENEWAL = "renewal", "đánh giá lại"
    UPGRADE = "upgrade", "nâng hạng"


class DossierState(models.TextChoices):
    """Where a dossier stands at the level that holds it now."""

    DRAFT = "draft", "Đang lập"
    SUBMITTED = "submitted", "Chờ kiểm tra"
    RETURNED = "returned", "Trả lại để hoàn thiện"
    ACCEPTED = "accepted", "Đã tiếp nhận"
    IN_SESSION = "in_session", "Trong phiên họp"
    SCORED = "scored", "Đã có kết quả, chờ quyết định"
    FORWARDING = "forwarding", "Chờ chuyển cấp trên"
    AT_MINISTRY = "at_ministry", "Bộ đang đánh giá"
    RECOGNISED = "recognised", "Đã công nhận"
    NOT_RECOGNISED = "not_recognised", "Không công nhận"
    WITHDRAWN = "withdrawn", "Đã rút"

    @property
    def plain(self) -> str:
        """The same for the applicant, in plain words."""
        return _PLAIN[self.value]

    @property
    def tone(self) -> str:
        """How the tag looks (see `{% status %}`)."""
        return _TONES.get(self.value, "waiting")


_PLAIN: dict[str, str] = {
    "draft": "Đang lập, chưa nộp",
    "submitted": "Đã nộp, đang được kiểm tra",
    "returned": "Cần bổ sung rồi nộp lại",
    "accepted": "Hồ sơ đủ, chờ hội đồng họp",
    "in_session": "Hội đồng đang đánh giá",
    "scored": "Đã chấm xong, chờ quyết định",
    "forwarding": "Đủ điểm chuyển cấp trên, đang làm thủ tục",
    "at_ministry": "Bộ đang đánh giá 5 sao",
    "recognised": "Đã được công nhận",
    "not_recognised": "Chưa được công nhận lần này",
    "withdrawn": "Đã rút hồ sơ",
}
_TONES: dict[str, str] = {
    "draft": "in_hand",
    "returned": "sent_back",
    "accepted": "moving",
    "in_session": "moving",
    "scored": "moving",
    "forwarding": "moving",
    "recognised": "moving",
}


OPEN_STATES = frozenset(
    {DossierState.DRAFT, DossierState.SUBMITTED, DossierState.RETURNED, DossierState.ACCEPTED, DossierState.IN_SESSION,
     DossierState.SCORED, DossierState.FORWARDING, DossierState.AT_MINISTRY}
)  # fmt: skip


class ItemState(models.TextChoices):
    """State of one section of a dossier, computed from its content and verdict (TRUST U2)."""

    TODO = "todo", "Chưa làm"
    DOING = "doing", "Đang làm"
    MISSING = "missing", "Cần bổ sung"
    DONE = "done", "Đã xong"


class ItemVerdict(models.TextChoices):
    """What the receiving officer said of one item."""

    UNCHECKED = "unchecked", "chưa kiểm tra"
    PASSED = "passed", "đạt"
    MISSING = "missing", "cần bổ sung"


class RecognitionState(models.TextChoices):
    """A recognition is valid until it expires by itself, is revoked by decision, or is replaced by a newer one."""

    VALID = "valid", "Còn hiệu lực"
    EXPIRED = "expired", "Hết hạn"
    REVOKED = "revoked", "Đã thu hồi"
    REPLACED = "replaced", "Được thay thế"

    @property
    def tone(self) -> str:
        """How the tag looks: red is for errors only, so a revocation is grey and says it in words."""
        return "moving" if self is RecognitionState.VALID else "waiting"


class BudgetSource(models.TextChoices):
    """Where the money comes from (Kế hoạch 55/KH-UBND năm 2024, mục III); the producers' own share stands apart."""

    NEW_RURAL = "new_rural", "Ngân sách tỉnh (Chương trình MTQG xây dựng nông thôn mới)"
    INTEGRATED = "integrated", "Lồng ghép chương trình, đề án, kế hoạch của tỉnh"
    DISTRICT = "district", "Ngân sách huyện, thành phố"
    OTHER = "other", "Chủ thể đóng góp, xã hội hoá"


class ProducerPaperKind(models.TextChoices):
    """Papers of a producer that are asked for in dossiers and end on a day."""

    FOOD_SAFETY = "food_safety", "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm"
    COMMITMENT = "commitment", "Bản cam kết sản xuất thực phẩm an toàn"
    QUALITY = "quality", "Bản công bố, tự công bố chất lượng sản phẩm"
    TEST = "test", "Phiếu kiểm nghiệm"
    PROCESS = "process", "Giấy chứng nhận VietGAP, hữu cơ, HACCP, ISO"
    TRADEMARK = "trademark", "Văn bằng bảo hộ sở hữu trí tuệ"
    REGISTRATION = "registration", "Giấy đăng ký kinh doanh"
    ENVIRONMENT = "environment", "Giấy tờ về bảo vệ môi trường"
    OTHER = "other", "Giấy tờ khác"


class PropertyKind(models.TextChoices):
    """How a product's name or look is protected (Luật Sở hữu trí tuệ 2005, Điều 3 và Điều 4)."""

    TRADEMARK = "trademark", "Nhãn hiệu"
    COLLECTIVE = "collective", "Nhãn hiệu tập thể"
    CERTIFICATION = "certification", "Nhãn hiệu chứng nhận"
    GEOGRAPHICAL = "geographical", "Chỉ dẫn địa lý"
    DESIGN = "design", "Kiểu dáng công nghiệp"
    APPLIED = "applied", "Đã nộp đơn, chưa được cấp"


class VillageKind(models.TextChoices):
    """What was recognised (Nghị định 52/2018/NĐ-CP, Điều 3)."""

    CRAFT = "craft", "Nghề truyền thống"
    VILLAGE = "village", "Làng nghề"
    TRADITIONAL = "traditional", "Làng nghề truyền thống"


class MergeState(models.TextChoices):
    """Where the merging of two producers stands."""

    ASKED = "asked", "Chờ người thứ hai"
    DONE = "done", "Đã gộp"
    DECLINED = "declined", "Không gộp"
    UNDONE = "undone", "Đã tách lại"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return "moving" if self is MergeState.DONE else "waiting"


class ImportKind(models.TextChoices):
    """What a sheet lists."""

    PRODUCERS = "producers", "Chủ thể"
    PRODUCTS = "products", "Sản phẩm, sản lượng, doanh thu"
    RECOGNITIONS = "recognitions", "Công nhận đã có"
    VILLAGES = "villages", "Làng nghề"


class ImportState(models.TextChoices):
    """Where a batch stands."""

    UPLOADED = "uploaded", "Đã tải lên"
    CHECKING = "checking", "Đang kiểm tra"
    CHECKED = "checked", "Đã kiểm tra, chờ xác nhận"
    IMPORTING = "importing", "Đang nhập"
    IMPORTED = "imported", "Đã nhập"
    UNDONE = "undone", "Đã hoàn tác"
    DROPPED = "dropped", "Đã bỏ"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return "moving" if self in {ImportState.CHECKED, ImportState.IMPORTED} else "waiting"


class ImportMode(models.TextChoices):
    """What happens when some rows are refused."""

    ALL = "all", "Chỉ nhập khi mọi dòng đều nhận được"
    VALID = "valid", "Nhập các dòng nhận được, để lại các dòng bị từ chối"


class RowVerdict(models.TextChoices):
    """What becomes of one row."""

    NEW = "new", "Mới"
    CHANGED = "changed", "Thay đổi"
    UNCHANGED = "unchanged", "Không đổi"
    REFUSED = "refused", "Từ chối"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"new": "moving", "changed": "in_hand", "refused": "sent_back"}.get(self.value, "waiting")
