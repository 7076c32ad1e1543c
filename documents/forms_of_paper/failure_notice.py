"""Thông báo kết quả đánh giá không đạt (dưới mức công nhận), kèm lý do và nội dung cần hoàn thiện."""

from __future__ import annotations

from dataclasses import dataclass

from documents.forms_of_paper.common import ProductLine, mean_text, parts_table
from documents.model import Doc
from documents.papers_common import Issue, Texts, letter_paper


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    area: str
    year: int
    product: ProductLine
    stars: int
    reasons: tuple[str, ...]
    advice: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    minimum: str = ""  # the lowest mean that is recognised at this level, from the ruleset: "50 điểm"
    level: str = ""  # where a lower level recognises with less: "cấp tỉnh"
    archive: str = "PNN"
    written: bool = False  # the council gave its opinions in writing


def texts(facts: Facts) -> Texts:
    """Give the standard wording."""
    reasons = [line.rstrip(" .;") for line in facts.reasons]
    advice = [line.rstrip(" .;") for line in facts.advice]
    return Texts(
        subject=f"Kết quả đánh giá, phân hạng sản phẩm OCOP {facts.area} năm {facts.year}",
        addressees=facts.addressees or (facts.product.producer,),
        paragraphs=(
            f"Căn cứ kết quả {'lấy ý kiến' if facts.written else 'họp'} Hội đồng đánh giá, phân hạng sản phẩm Chương trình "
            "mỗi xã một sản phẩm (Chương trình OCOP) "
            f"{facts.area} năm {facts.year}, {{don_vi}} thông báo kết quả đối với sản phẩm “{facts.product.name}” như sau:",
            "{bang}",
            f"1. {_standing(facts)}",
            *(["2. Các nội dung chưa đạt:"] if reasons else []),
            *(f"- {line}{'.' if index == len(reasons) - 1 else ';'}" for index, line in enumerate(reasons)),
            *([f"{3 if reasons else 2}. Đề nghị chủ thể hoàn thiện:"] if advice else []),
            *(f"- {line}{'.' if index == len(advice) - 1 else ';'}" for index, line in enumerate(advice)),
            "Sau khi hoàn thiện, chủ thể có thể đăng ký tham gia đánh giá, phân hạng ở đợt tiếp theo. {don_vi} thông báo để "
            "chủ thể biết, thực hiện./.",
        ),
        recipients=("Như trên", "UBND xã nơi có sản phẩm", f"Lưu: VT, {facts.archive}"),
    )


def _standing(facts: Facts) -> str:
    """What the product came to; excluded, it has no points at all."""
    if facts.product.mean is None:
        return "Sản phẩm thuộc trường hợp bị loại nên không tính điểm, không xếp hạng và không được công nhận."
    where = f" ở {facts.level}" if facts.level else ""
    return (
        f"Sản phẩm đạt {mean_text(facts.product)} điểm, xếp hạng {facts.stars} sao; chưa đạt mức công nhận sản phẩm "
        f"OCOP{where} (từ {facts.minimum} trở lên và đáp ứng các tiêu chí bắt buộc)."
    )


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    tables = () if facts.product.mean is None else (parts_table((facts.product,)),)
    return letter_paper(issue, words, tables=tables, kind="THÔNG BÁO")
