"""Công văn đề nghị cấp trên đánh giá, phân hạng (điểm trung bình đạt mức chuyển hồ sơ)."""

from __future__ import annotations

from dataclasses import dataclass

from documents.forms_of_paper.common import ProductLine, parts_table
from documents.model import Doc
from documents.model.typeset import count_text
from documents.papers_common import MEETING_MINUTES, STARS, Issue, Texts, letter_paper


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    area: str
    year: int
    products: tuple[ProductLine, ...]
    potentials: tuple[tuple[int, int], ...]  # stars, and how many products may reach them
    addressees: tuple[str, ...]
    upper_council: str = "Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp tỉnh"
    basis: str = (
        "Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 của Thủ tướng Chính phủ về việc ban hành Bộ tiêu chí và quy "
        "trình đánh giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm (Chương trình OCOP)"
    )
    archive: str = "PNN"
    minutes_name: str = MEETING_MINUTES


def texts(facts: Facts) -> Texts:
    """Give the standard wording."""
    count = count_text(len(facts.products))
    return Texts(
        subject=f"đề nghị đánh giá, phân hạng sản phẩm OCOP tiềm năng {_stars(facts)} năm {facts.year}",
        addressees=facts.addressees,
        paragraphs=(
            f"Thực hiện {facts.basis}, Hội đồng đánh giá, phân hạng sản phẩm OCOP {facts.area} đã tổ chức đánh giá, phân "
            f"hạng sản phẩm năm {facts.year}. Kết quả, có {_counted(facts)} như sau:",
            "{bang}",
            f"{{don_vi}} đề nghị {facts.upper_council} xem xét, đánh giá, phân hạng các sản phẩm nêu trên.",
            "Hồ sơ gửi kèm gồm:",
            f"1. {facts.minutes_name} và bảng tổng hợp điểm của Hội đồng đánh giá, phân hạng sản phẩm OCOP {facts.area}.",
            f"2. Hồ sơ của {count} sản phẩm (bản giấy và bản điện tử).",
            "3. Mẫu sản phẩm theo quy định.",
            "{don_vi} trân trọng đề nghị quý cơ quan quan tâm, xem xét./.",
        ),
        recipients=("Như trên", "Chủ thể có sản phẩm (để biết)", f"Lưu: VT, {facts.archive}"),
    )


def _stars(facts: Facts) -> str:
    """Write "4 sao", or "4 sao, 5 sao" when the list holds both."""
    return ", ".join(f"{stars} sao" for stars, _ in facts.potentials)


def _counted(facts: Facts) -> str:
    parts = [
        f"{count_text(count)} sản phẩm tiềm năng {stars} sao ({STARS[stars]})" for stars, count in facts.potentials
    ]
    if len(parts) == 1:
        return parts[0]
    return f"{count_text(len(facts.products))} sản phẩm đủ điểm chuyển cấp trên, gồm {', '.join(parts[:-1])} và {parts[-1]}"


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    return letter_paper(issue, words, tables=(parts_table(facts.products),), title=f"Công văn {words.subject}")
