"""Tờ trình đề nghị công nhận sản phẩm OCOP (phòng trình UBND huyện; Sở trình UBND tỉnh)."""

from __future__ import annotations

from dataclasses import dataclass

from core.text import lower_first
from documents.forms_of_paper.common import ProductGroup, product_table
from documents.model import Annex, Doc, PaperDate, joined
from documents.model.typeset import count_text
from documents.papers_common import (
    BASES,
    MEETING_MINUTES,
    MINUTES_MARK,
    STARS,
    Issue,
    Texts,
    letter_paper,
    reference_line,
)

_CRITERIA_BASES = ("qd-148", "qd-1489", "qd-26-2026")  # of a decision's bases those about criteria and procedure


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    area: str
    year: int
    groups: tuple[ProductGroup, ...]
    addressee: str  # "Ủy ban nhân dân huyện Yên Mô"
    upper_area: str = "tỉnh Ninh Bình"
    minutes_symbol: str = "BB-HĐOCOP"
    minutes_number: int | None = None
    minutes_date: PaperDate | None = None
    bases: tuple[str, ...] = ("qd-148",)
    archive: str = "PNN"
    minutes_name: str = MEETING_MINUTES


def texts(facts: Facts) -> Texts:
    """Give the standard wording."""
    asked = [_asked(facts, group) for group in facts.groups]
    count = sum(len(group.products) for group in facts.groups)
    return Texts(
        subject="Đề nghị phê duyệt kết quả đánh giá, phân hạng và công nhận sản phẩm OCOP "
        f"{facts.area} năm {facts.year}",
        addressees=(facts.addressee,),
        paragraphs=(
            *(f"{BASES[key]};" for key in facts.bases if key in _CRITERIA_BASES),
            f"Căn cứ {facts.minutes_name}{MINUTES_MARK} của Hội đồng đánh giá, phân hạng sản phẩm OCOP {facts.area},",
            "{don_vi} báo cáo và đề nghị như sau:",
            f"1. Qua đánh giá, phân hạng của Hội đồng có {count_text(count)} sản phẩm đủ điều kiện đề nghị; hồ sơ đủ thành "
            "phần, phiếu đánh giá hợp lệ, kết quả được tổng hợp theo điểm trung bình của các thành viên (danh sách tại Phụ lục "
            "kèm theo).",
            *_requests(facts, asked),
            f"Kèm theo Tờ trình: dự thảo Quyết định; {facts.minutes_name} Hội đồng; bảng tổng hợp điểm và hồ sơ sản phẩm.",
            f"Kính trình {facts.addressee} xem xét, quyết định./.",
        ),
        recipients=("Như trên", "Thành viên Hội đồng OCOP", f"Lưu: VT, {facts.archive}"),
    )


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    annex = Annex(
        f"DANH SÁCH SẢN PHẨM OCOP ĐỀ NGHỊ CÔNG NHẬN, PHÂN HẠNG {facts.area.upper()} NĂM {facts.year}",
        (product_table(facts.groups),),
        attached_to=joined("Tờ trình ", issue.reference, f" của {issue.body.name}"),
    )
    return letter_paper(issue, words, values={"bien_ban": _minutes(facts)}, annexes=(annex,), kind="TỜ TRÌNH")


def _requests(facts: Facts, asked: list[str]) -> list[str]:
    """One request in its sentence, several in a list."""
    if len(asked) == 1:
        return [f"2. Đề nghị {facts.addressee} {lower_first(asked[0])}"]
    return [f"2. Đề nghị {facts.addressee}:", *(f"{mark}) {line}" for mark, line in zip("abcdđ", asked, strict=False))]


def _minutes(facts: Facts) -> str:
    """Number and day of the issued minutes; nothing while they are not issued."""
    if not facts.minutes_number or not facts.minutes_date:
        return ""
    return f" {reference_line(facts.minutes_symbol, number=facts.minutes_number, date=facts.minutes_date)}"


def _asked(facts: Facts, group: ProductGroup) -> str:
    number, stars = count_text(len(group.products)), f"{group.stars} sao ({STARS[group.stars]})"
    if group.forwarded:
        return f"Trình Ủy ban nhân dân {facts.upper_area} đánh giá, phân hạng {number} sản phẩm tiềm năng {stars}."
    return f"Công nhận {number} sản phẩm đạt hạng {stars}."
