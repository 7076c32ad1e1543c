"""Quyết định của UBND tỉnh phê duyệt kết quả chấm điểm và đề nghị Bộ đánh giá, phân hạng 5 sao (từ 90 điểm)."""

from __future__ import annotations

from dataclasses import dataclass

from documents.forms_of_paper.common import ProductLine, parts_table
from documents.model import Doc, PaperDate
from documents.model.typeset import count_text
from documents.papers_common import (
    BASES,
    BASES_2024,
    MEETING_MINUTES,
    PROPOSAL_MARK,
    STARS,
    Issue,
    Texts,
    decision_paper,
    proposal_clause,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    area: str  # "tỉnh Ninh Bình"
    year: int
    products: tuple[ProductLine, ...]
    places: tuple[str, ...]  # "huyện Kim Sơn", or "xã Yên Mô" where the ruleset knows no district
    agriculture: str = "Nông nghiệp và Phát triển nông thôn"
    proposal_symbol: str = "TTr-SNN"
    proposal_number: int | None = None
    proposal_date: PaperDate | None = None
    bases: tuple[str, ...] = BASES_2024
    archive: str = "VP3"
    minutes_name: str = MEETING_MINUTES
    held: tuple[str, ...] = ()  # products that are recognised while the Ministry decides, where the ruleset says so
    held_stars: int = 0
    valid_months: int = 36

    @property
    def ministry(self) -> str:
        """The Ministry's name."""
        return f"Bộ {self.agriculture}"

    @property
    def department(self) -> str:
        """The Department's name."""
        return f"Sở {self.agriculture}"


def texts(facts: Facts) -> Texts:
    """Give the standard wording."""
    return Texts(
        subject=f"Phê duyệt kết quả chấm điểm sản phẩm tiềm năng 5 sao, đề nghị {facts.ministry} đánh giá, phân hạng sản "
        f"phẩm OCOP cấp quốc gia năm {facts.year}",
        bases=(
            *(BASES[key] for key in facts.bases),
            f"Theo đề nghị của Giám đốc {facts.department}{PROPOSAL_MARK}",
        ),
        articles=(_approval(facts), _request(facts), _tasks(facts), _effect(facts)),
        recipients=(
            "Như Điều 4",
            facts.ministry.replace("Phát triển nông thôn", "PTNT"),
            "Văn phòng Điều phối NTM Trung ương",
            "Chủ tịch, các PCT UBND tỉnh",
            "Thành viên Hội đồng OCOP tỉnh",
            f"Lưu: VT, {facts.archive}",
        ),
    )


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    proposed = proposal_clause(facts.proposal_symbol, facts.proposal_number, facts.proposal_date)
    return decision_paper(issue, words, values=proposed, tables=(parts_table(facts.products),))


def _approval(facts: Facts) -> str:
    return (
        f"Phê duyệt kết quả chấm điểm của Hội đồng đánh giá, phân hạng sản phẩm OCOP {facts.area} đối với "
        f"{count_text(len(facts.products))} sản phẩm tiềm năng 5 sao (*****) năm {facts.year} như sau:\n{{bang}}"
    )


def _request(facts: Facts) -> str:
    return (
        f"Đề nghị {facts.ministry} xem xét, tổ chức đánh giá, phân hạng và công nhận sản phẩm OCOP cấp quốc gia đối với "
        f"sản phẩm nêu tại Điều 1 Quyết định này.{_meanwhile(facts)}"
    )


def _meanwhile(facts: Facts) -> str:
    """The recognition on which the certificate stands until the Ministry's answer."""
    if not facts.held:
        return ""
    every = len(facts.held) == len(facts.products)
    which = "sản phẩm nêu tại Điều 1" if every else "sản phẩm " + ", ".join(f"“{name}”" for name in facts.held)
    return (
        f"\nTrong thời gian chờ kết quả, {which} được công nhận hạng {facts.held_stars} sao ({STARS[facts.held_stars]}) "
        f"cấp tỉnh, thời hạn {facts.valid_months} tháng kể từ ngày ký Quyết định này."
    )


def _tasks(facts: Facts) -> str:
    return (
        f"Giao {facts.department}:\n"
        f"1. Hoàn thiện hồ sơ gồm: công văn đề nghị, {facts.minutes_name} Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh, Quyết "
        f"định này, hồ sơ và mẫu sản phẩm; gửi {facts.ministry} theo quy định.\n"
        "2. Hướng dẫn chủ thể bổ sung, hoàn thiện tài liệu minh chứng theo yêu cầu của Hội đồng cấp Trung ương; theo dõi, "
        "báo cáo Ủy ban nhân dân tỉnh kết quả đánh giá, phân hạng."
    )


def _effect(facts: Facts) -> str:
    chairs = ", ".join(facts.places)
    return (
        "Quyết định này có hiệu lực kể từ ngày ký ban hành.\n"
        f"Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc {facts.department}; Chủ tịch Ủy ban nhân dân {chairs}; chủ thể có "
        "sản phẩm nêu tại Điều 1; Thủ trưởng các cơ quan, đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành Quyết "
        "định này./."
    )
