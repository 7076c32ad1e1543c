"""Bảng tổng hợp điểm của Hội đồng, kèm theo biên bản."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from documents.forms_of_paper.common import C, ProductLine, figure, mean_text
from documents.model import Column, Doc, Look, P, Row, Sign, Table, Text, bold, joined
from documents.papers_common import Body

_CAPTION = "(Ký, ghi rõ họ và tên)"
_MEMBERS_MM = 70.0


@dataclass(frozen=True, slots=True)
class ScoredProduct:
    """A product and what each member gave it."""

    product: ProductLine
    scores: tuple[Decimal | None, ...]  # by member; None: did not score (recused)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    body: Body
    area: str
    year: int
    round_number: int
    members: tuple[str, ...]
    products: tuple[ScoredProduct, ...]
    minutes: Text = ""  # "số 03/BB-HĐOCOP ngày 05 tháng 11 năm 2024"
    draft: bool = False
    written: bool = False  # opinions in writing: nobody met


def paper(facts: Facts) -> Doc:
    """Lay out the paper."""
    people = "; ".join(f"({number}) {name}" for number, name in enumerate(facts.members, 1))
    return Doc(
        body_lines=facts.body.lines,
        superior_lines=facts.body.superior,
        kind="BẢNG TỔNG HỢP ĐIỂM",
        subject=f"Đánh giá, phân hạng sản phẩm OCOP {facts.area} năm {facts.year} (đợt {facts.round_number})",
        under_subject=joined("(Kèm theo Biên bản ", facts.minutes, ")") if facts.minutes else "",
        landscape=True,
        blocks=(
            _table(facts.products, len(facts.members)),
            P(f"Thành viên Hội đồng: {people}.", Look.SMALL),
            P(
                f"Ghi chú: dấu “-” là thành viên {'không gửi phiếu' if facts.written else 'vắng mặt'} hoặc không chấm do "
                "xung đột lợi ích, không tính vào số phiếu và điểm trung bình; "
                "điểm trung bình so với khung hạng sao khi chưa làm tròn./.",
                Look.SMALL,
            ),
        ),
        signs=(
            Sign(("NGƯỜI TỔNG HỢP",), caption=_CAPTION),
            Sign(("THƯ KÝ HỘI ĐỒNG",), caption=_CAPTION),
            Sign(("CHỦ TỊCH HỘI ĐỒNG",), caption=_CAPTION),
        ),
        draft=facts.draft,
    )


def _table(products: Sequence[ScoredProduct], members: int) -> Table:
    each = _MEMBERS_MM / members if members else 0
    columns = (
        Column("TT", 9, C),
        Column("Tên sản phẩm", 46),
        Column("Chủ thể", 61),
        *(
            Column(str(number), round(each, 2), C, "Điểm của từng thành viên Hội đồng")
            for number in range(1, members + 1)
        ),
        Column("Số phiếu", 12, C),
        Column("Điểm trung bình", 17, C),
        Column("Chênh lệch", 15, C),
        Column("Kết quả", 22, C),
    )
    return Table(columns, tuple(_row(number, item) for number, item in enumerate(products, 1)), size_pt=11)


def _row(number: int, item: ScoredProduct) -> Row:
    product = item.product
    scores = tuple("-" if score is None else figure(score) for score in item.scores)
    last = (str(product.counted), bold(mean_text(product)), figure(product.spread), product.outcome)
    return Row((str(number), product.name, product.producer, *scores, *last))
