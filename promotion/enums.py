"""States and kinds of promotion, with the words of the plan (Kế hoạch 55/KH-UBND năm 2024, mục II.1.1 và II.4)."""

from __future__ import annotations

from django.db import models


class EventKind(models.TextChoices):
    """What is held."""

    FAIR = "fair", "Hội chợ"
    EXHIBITION = "exhibition", "Triển lãm"
    WEEK = "week", "Tuần lễ, ngày hội sản phẩm"
    MATCHING = "matching", "Kết nối cung - cầu"
    LIVESTREAM = "livestream", "Bán hàng trực tuyến (livestream)"
    CEREMONY = "ceremony", "Lễ tôn vinh, công bố, trao chứng nhận"
    SURVEY = "survey", "Khảo sát, tìm kiếm thị trường"
    SEMINAR = "seminar", "Hội thảo, hội nghị xúc tiến"


class EventPlace(models.TextChoices):
    """Where it is held."""

    INSIDE = "inside", "Trong tỉnh"
    OUTSIDE = "outside", "Ngoài tỉnh"
    ABROAD = "abroad", "Nước ngoài"
    ONLINE = "online", "Trực tuyến"


class EventState(models.TextChoices):
    """Where an event stands."""

    PLANNED = "planned", "Trong kế hoạch"
    CALL_OPEN = "call_open", "Đang nhận đăng ký"
    SELECTION = "selection", "Đang chọn chủ thể"
    RUNNING = "running", "Đang diễn ra"
    HELD = "held", "Đã tổ chức, chờ báo cáo"
    REPORTED = "reported", "Đã báo cáo"
    CANCELLED = "cancelled", "Đã huỷ"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"call_open": "moving", "selection": "moving", "running": "moving", "held": "sent_back"}.get(
            self.value, "waiting"
        )


# Where the list of participants may still change, and where their results may be entered.
OPEN_FOR_PEOPLE = frozenset({EventState.CALL_OPEN, EventState.SELECTION})
OPEN_FOR_RESULTS = frozenset({EventState.RUNNING, EventState.HELD})
OVER = frozenset({EventState.HELD, EventState.REPORTED})


class ParticipationState(models.TextChoices):
    """What became of a registration."""

    REGISTERED = "registered", "Chờ xét chọn"
    CHOSEN = "chosen", "Được chọn"
    RESERVE = "reserve", "Dự bị"
    REFUSED = "refused", "Không được chọn"
    WITHDRAWN = "withdrawn", "Đã rút"

    @property
    def plain(self) -> str:
        """The same for the producer."""
        return {
            "registered": "Đã đăng ký, đang chờ kết quả",
            "chosen": "Được tham gia",
            "reserve": "Dự bị: sẽ được mời khi có chỗ",
            "refused": "Chưa được chọn lần này",
            "withdrawn": "Đã rút đăng ký",
        }[self.value]

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"chosen": "moving", "registered": "in_hand", "reserve": "sent_back"}.get(self.value, "waiting")


class PointKind(models.TextChoices):
    """Where a sales point stands (Quyết định 950/QĐ-BCT ngày 18/4/2023, tiêu chí về vị trí)."""

    STATION = "station", "Nhà ga, sân bay, bến xe, bến tàu"
    REST_STOP = "rest_stop", "Trạm, điểm dừng nghỉ trên cao tốc, quốc lộ"
    MARKET = "market", "Trung tâm thương mại, siêu thị, chợ"
    TOURISM = "tourism", "Khu du lịch, nhà hàng, khách sạn"
    CRAFT_VILLAGE = "craft_village", "Làng nghề, làng nghề truyền thống"
    SERVICE_CENTRE = "service_centre", "Trung tâm dịch vụ thương mại, khu, cụm công nghiệp"
    FAIR_CENTRE = "fair_centre", "Trung tâm hội chợ, triển lãm, giới thiệu sản phẩm"
    POST_OFFICE = "post_office", "Bưu cục, bưu điện văn hoá xã"
    OTHER = "other", "Vị trí khác"


class PointState(models.TextChoices):
    """Where a sales point stands in its procedure."""

    DRAFT = "draft", "Đang lập"
    APPLIED = "applied", "Chờ thẩm định"
    RETURNED = "returned", "Trả lại để bổ sung"
    APPRAISED = "appraised", "Đã thẩm định, chờ công nhận"
    RECOGNISED = "recognised", "Đã công nhận"
    REFUSED = "refused", "Không công nhận"
    CLOSED = "closed", "Đã đóng"
    REVOKED = "revoked", "Đã thu hồi công nhận"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"draft": "in_hand", "returned": "sent_back", "appraised": "moving", "recognised": "moving"}.get(
            self.value, "waiting"
        )


class ChannelKind(models.TextChoices):
    """Where products are sold online."""

    MARKETPLACE = "marketplace", "Sàn thương mại điện tử"
    WEBSITE = "website", "Trang web bán hàng"
    SOCIAL = "social", "Mạng xã hội"
    LIVESTREAM = "livestream", "Kênh bán hàng trực tiếp"
    EXPORT = "export", "Sàn, kênh xuất khẩu"


class LinkState(models.TextChoices):
    """What a person found behind a product's link; the portal itself never asks another host."""

    UNCHECKED = "unchecked", "Chưa kiểm tra"
    SELLING = "selling", "Đang bán"
    OUT_OF_STOCK = "out_of_stock", "Hết hàng"
    BROKEN = "broken", "Không mở được"
    ENDED = "ended", "Đã ngừng bán"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"selling": "moving", "broken": "sent_back", "unchecked": "in_hand"}.get(self.value, "waiting")


class MediaKind(models.TextChoices):
    """What was published (Kế hoạch 55/KH-UBND năm 2024, mục II.1.1)."""

    ARTICLE = "article", "Bài viết, chuyên đề"
    BROADCAST = "broadcast", "Phóng sự, phát thanh, truyền hình"
    CLIP = "clip", "Clip, video ngắn"
    STORY = "story", "Câu chuyện sản phẩm"
    PUBLICATION = "publication", "Ấn phẩm, kỷ yếu, tờ rơi"
    BILLBOARD = "billboard", "Pano, áp phích, khẩu hiệu"
    SOCIAL = "social", "Mạng xã hội"
    WORKSHOP = "workshop", "Hội thảo, toạ đàm"


class AgreementKind(models.TextChoices):
    """How binding a distribution agreement is."""

    CONTRACT = "contract", "Hợp đồng tiêu thụ, phân phối"
    MEMORANDUM = "memorandum", "Biên bản ghi nhớ, thoả thuận"
    CHAIN = "chain", "Hợp đồng liên kết chuỗi giá trị"


class Quarter(models.IntegerChoices):
    """A quarter of the year."""

    FIRST = 1, "Quý I"
    SECOND = 2, "Quý II"
    THIRD = 3, "Quý III"
    FOURTH = 4, "Quý IV"


class EventFileKind(models.TextChoices):
    """What a file of an event is."""

    PLAN = "plan", "Kế hoạch, kịch bản"
    PICTURE = "picture", "Hình ảnh"
    OTHER = "other", "Tài liệu khác"
