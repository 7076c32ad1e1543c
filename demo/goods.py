"""Invented products of invented producers, two districts, each with the way it goes."""

from __future__ import annotations

from dataclasses import dataclass

from products.enums import ProducerKind


@dataclass(frozen=True)
class Good:
    """A product to enter: where, what, and what its applicant gives itself."""

    key: str
    commune: str
    name: str
    subgroup: str
    own_points: int = 66
    entered_by: str = ""

    @property
    def product(self) -> str:
        """The product's name says that it is invented."""
        return f"{self.name} (trình diễn)"


YEN_MO = (
    # the first round: assessed in the summer
    Good("ym-r1", "Xã Yên Từ", "Mứt bí đao", "I.3.c"),
    Good("ym-f1", "Xã Yên Mạc", "Rượu nếp cẩm", "II.1.a", 82),
    Good("ym-f2", "Xã Yên Nhân", "Bún gạo khô", "I.3.b", 80),
    Good("ym-f3", "Xã Yên Thành", "Chiếu cói hoa", "IV.1", 81),
    Good("ym-n1", "Xã Yên Đồng", "Tương đậu", "I.4.a", 58),
    # the second round: the council is sitting
    Good("ym-a", "Xã Yên Hòa", "Mật ong vải", "I.2.b", 68),
    Good("ym-b", "Xã Yên Từ", "Bánh đa vừng", "I.3.b", 64),
    Good("ym-c", "Xã Yên Thắng", "Trà hoa cúc", "I.5.b", 80),
    Good("ym-d", "Xã Yên Mạc", "Tinh bột sắn", "I.3.c", 67),
    Good("ym-e", "Xã Yên Nhân", "Giò lụa", "I.3.d", 70),
    Good("ym-f", "Xã Yên Thành", "Khăn thêu", "IV.2", 72),
    # the next session
    Good("ym-g", "Xã Yên Đồng", "Dưa cải muối", "I.3.c"),
    Good("ym-h", "Xã Yên Hòa", "Nấm sò khô", "I.2.b"),
    Good("ym-i", "Xã Yên Thắng", "Nước cốt gừng", "II.2.b"),
    # on their way in
    Good("ym-j", "Xã Yên Thắng", "Gạo nếp hạt cau", "I.2.a"),
    Good("ym-k", "Xã Yên Từ", "Trứng vịt muối", "I.3.d"),
    Good("ym-l", "Xã Yên Mạc", "Ớt bột", "I.4.b"),
    Good("ym-m", "Xã Yên Thắng", "Cà pháo muối", "I.3.c", entered_by="xa-yenthang"),
    Good("ym-n", "Xã Yên Nhân", "Nem nắm", "I.3.d", entered_by="huyen-yenmo"),
    Good("ym-o", "Xã Yên Thắng", "Bánh gai", "I.3.b", entered_by="xa-yenthang"),
    Good("ym-p", "Xã Yên Thành", "Bình gốm men tro", "IV.1"),
    Good("ym-q", "Xã Yên Thắng", "Trà rau má túi lọc", "I.5.b", entered_by="chuthe-vantra"),
)
GIA_VIEN = (
    Good("gv-r1", "Xã Gia Hòa", "Na sấy dẻo", "I.3.c"),
    Good("gv-f1", "Xã Gia Sinh", "Cao gừng", "III.1", 94),
    Good("gv-f2", "Xã Gia Vân", "Nước mắm tép", "I.4.a", 95),
    Good("gv-f3", "Xã Gia Lập", "Túi thêu ren", "IV.2", 80),
    Good("gv-f4", "Xã Gia Trấn", "Trà tâm sen", "I.5.b", 83),
    Good("gv-f5", "Xã Gia Phương", "Ruốc cá trắm", "I.3.d", 82),
    Good("gv-f6", "Xã Gia Minh", "Bánh đa khoai", "I.3.b", 80),
    Good("gv-f7", "Xã Gia Thắng", "Nón lá thêu", "IV.1", 82),
    Good("gv-s1", "Xã Gia Trung", "Mắm rươi", "I.4.a"),
    Good("gv-s2", "Xã Gia Hòa", "Chuối sấy", "I.3.c"),
    Good("gv-a1", "Xã Gia Sinh", "Tinh dầu sả", "III.3"),
    Good("gv-a2", "Xã Gia Hòa", "Rượu mơ", "II.1.b"),
    Good("gv-d1", "Xã Gia Vân", "Cá rô kho", "I.3.d", entered_by="huyen-giavien"),
)
# Recognised three years ago and less: what the register and the public pages must tell apart.
OLD = (
    Good("old-soon", "Xã Yên Hòa", "Trà hoa sen", "I.5.b"),
    Good("old-over", "Xã Yên Mạc", "Bánh khúc", "I.3.b"),
    Good("old-revoked", "Xã Gia Lập", "Cơm cháy nướng", "I.3.b"),
)
DISTRICT_OF = {**dict.fromkeys((g.key for g in YEN_MO), "yenmo"), **dict.fromkeys((g.key for g in GIA_VIEN), "giavien"),
               "old-soon": "yenmo", "old-over": "yenmo", "old-revoked": "giavien"}  # fmt: skip
GOODS = {good.key: good for good in (*YEN_MO, *GIA_VIEN, *OLD)}
FIRST_ROUND = ("ym-r1", "ym-f1", "ym-f2", "ym-f3", "ym-n1", "gv-r1", "gv-f1", "gv-f2", "gv-f3", "gv-f4", "gv-f5",
               "gv-f6", "gv-f7")  # fmt: skip

KINDS = (
    (ProducerKind.COOPERATIVE, "Hợp tác xã"),
    (ProducerKind.ENTERPRISE, "Công ty TNHH"),
    (ProducerKind.HOUSEHOLD, "Hộ kinh doanh"),
    (ProducerKind.COOPERATIVE_GROUP, "Tổ hợp tác"),
)


def producer_of(good: Good) -> tuple[ProducerKind, str]:
    """Kind and name of the invented producer of a good."""
    number = list(GOODS).index(good.key) + 1
    kind, words = KINDS[number % len(KINDS)]
    return kind, f"{words} Trình diễn {number:02d}"
