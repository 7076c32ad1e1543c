"""Quyết định phê duyệt kết quả đánh giá, phân hạng và công nhận sản phẩm OCOP (3 sao: cấp huyện; 4 sao: cấp tỉnh)."""

from __future__ import annotations

from dataclasses import dataclass

from documents.forms_of_paper.common import ProductGroup, product_table
from documents.model import Annex, Block, Doc, P, PaperDate, italic, joined, plain
from documents.model.typeset import count_text
from documents.papers_common import (
    BASES,
    BASES_2024,
    MEETING_MINUTES,
    PROPOSAL_MARK,
    STARS,
    Issue,
    Texts,
    article_blocks,
    basis_texts,
    framed,
    people_committee,
    proposal_clause,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the results say."""

    area: str  # "huyện Yên Mô"
    year: int
    groups: tuple[ProductGroup, ...]
    upper_area: str = "tỉnh Ninh Bình"
    proposer: str = "Trưởng phòng Nông nghiệp và Phát triển nông thôn huyện Yên Mô"
    proposer_unit: str = "Phòng Nông nghiệp và Phát triển nông thôn"
    proposal_symbol: str = "TTr-PNN"
    proposal_number: int | None = None
    proposal_date: PaperDate | None = None
    minutes_date: PaperDate | None = None
    bases: tuple[str, ...] = BASES_2024
    valid_months: int = 36
    archive: str = "PNN"
    agriculture: str = "Nông nghiệp và Phát triển nông thôn"
    has_districts: bool = True
    minutes_name: str = MEETING_MINUTES

    @property
    def recognised(self) -> tuple[ProductGroup, ...]:
        """Groups recognised by this decision."""
        return tuple(group for group in self.groups if not group.forwarded)

    @property
    def forwarded(self) -> tuple[ProductGroup, ...]:
        """Groups proposed to the upper level."""
        return tuple(group for group in self.groups if group.forwarded)

    @property
    def count(self) -> int:
        """Products in all groups."""
        return sum(len(group.products) for group in self.groups)


def texts(facts: Facts) -> Texts:
    """The standard wording."""
    committee = people_committee(facts.area)
    return Texts(
        subject="Phê duyệt kết quả đánh giá, phân hạng và công nhận sản phẩm tham gia Chương trình mỗi xã một sản phẩm "
        f"{facts.area} năm {facts.year}",
        bases=(*(BASES[key] for key in facts.bases), f"Theo đề nghị của {facts.proposer}{PROPOSAL_MARK}"),
        articles=(_approval(facts), _rights(facts), _tasks(facts), _effect(facts)),
        recipients=(
            "Như Điều 4",
            *_reported_to(facts, committee.level_word),
            f"Lưu: VT, {facts.archive}",
        ),
    )


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    attached = joined("Quyết định ", issue.reference, f" của {issue.body.name}")
    annex = Annex(
        f"DANH SÁCH SẢN PHẨM THAM GIA ĐÁNH GIÁ, PHÂN HẠNG CHƯƠNG TRÌNH MỖI XÃ MỘT SẢN PHẨM "
        f"{facts.area.upper()} NĂM {facts.year}",
        (product_table(facts.groups),),
        attached_to=attached,
    )
    return framed(
        issue,
        kind="QUYẾT ĐỊNH",
        subject=words.subject,
        authority=issue.body.capitals,
        bases=basis_texts(words.bases, _proposal(facts)),
        order="QUYẾT ĐỊNH:",
        blocks=_with_annex_line(article_blocks(words.articles)),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=(annex,),
    )


def _proposal(facts: Facts) -> dict[str, str]:
    minutes = ""
    if facts.minutes_date:
        day = plain(facts.minutes_date.text())
        minutes = f"{facts.minutes_name} Hội đồng đánh giá, phân hạng sản phẩm OCOP {facts.area} {day}"
    return proposal_clause(facts.proposal_symbol, facts.proposal_number, facts.proposal_date, minutes=minutes)


def _with_annex_line(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Write "(Danh sách …)" stands in italics wherever the wording has it."""
    return tuple(
        P(italic(block.text))
        if isinstance(block, P) and isinstance(block.text, str) and block.text.startswith("(Danh sách")
        else block
        for block in blocks
    )


def _approval(facts: Facts) -> str:
    lines = [
        f"Phê duyệt kết quả đánh giá, phân hạng {count_text(facts.count)} sản phẩm tham gia Chương trình mỗi xã một sản "
        f"phẩm (sau đây gọi là Chương trình OCOP) {facts.area} năm {facts.year}, cụ thể như sau:"
    ]
    clauses = [
        f"Công nhận {count_text(len(group.products))} sản phẩm đạt hạng {group.stars} sao ({STARS[group.stars]})."
        for group in facts.recognised
    ] + [
        f"Đề nghị Ủy ban nhân dân {facts.upper_area} đánh giá, phân hạng {count_text(len(group.products))} sản phẩm tiềm "
        f"năng {group.stars} sao ({STARS[group.stars]})."
        for group in facts.forwarded
    ]
    lines += [f"{number}. {clause}" for number, clause in enumerate(clauses, 1)]
    return "\n".join([*lines, "(Danh sách sản phẩm tại Phụ lục kèm theo Quyết định này)"])


def _rights(facts: Facts) -> str:
    stars = " hoặc ".join(f"{group.stars} sao" for group in facts.recognised)
    clause = "khoản 1 Điều 1" if len(facts.recognised) < 2 else f"các khoản 1 - {len(facts.recognised)} Điều 1"
    return "\n".join(
        (
            f"Chủ thể có sản phẩm được công nhận tại {clause} Quyết định này có quyền lợi và trách nhiệm sau:",
            f"1. Được cấp Giấy chứng nhận sản phẩm OCOP hạng {stars}; được sử dụng, in nhãn hiệu chứng nhận OCOP trên bao "
            f"bì sản phẩm theo quy định trong thời hạn {facts.valid_months} tháng kể từ ngày Quyết định này được ký "
            "ban hành.",
            "2. Duy trì các tiêu chí đã được đánh giá; bảo đảm chất lượng, an toàn thực phẩm, truy xuất nguồn gốc, bảo vệ "
            "môi trường; chấp hành việc kiểm tra, giám sát của cơ quan có thẩm quyền.",
        )
    )


def _tasks(facts: Facts) -> str:
    word = people_committee(facts.area).level_word
    tasks = [
        f"Tham mưu Ủy ban nhân dân {word} cấp Giấy chứng nhận, công bố kết quả và cập nhật cơ sở dữ liệu sản phẩm OCOP.",
        "Kiểm tra, giám sát việc duy trì, phát triển sản phẩm OCOP đã được công nhận.",
    ]
    if facts.forwarded:
        clause = len(facts.recognised) + 1
        tasks.insert(
            1,
            f"Hoàn thiện hồ sơ sản phẩm quy định tại khoản {clause} Điều 1, trình Hội đồng đánh giá, phân hạng sản phẩm "
            f"OCOP cấp tỉnh (qua Sở {facts.agriculture}) theo quy định.",
        )
    lead = f"Giao {facts.proposer_unit} chủ trì, phối hợp với các cơ quan, đơn vị liên quan:"
    return "\n".join([lead, *(f"{number}. {task}" for number, task in enumerate(tasks, 1))])


def _effect(facts: Facts) -> str:
    if people_committee(facts.area).level_word == "tỉnh":
        places = "các huyện, thành phố" if facts.has_districts else "các xã, phường"
        who = (
            f"Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc Sở {facts.agriculture}; Chủ tịch Ủy ban nhân dân {places} có "
            "sản phẩm"
        )
    else:
        who = (
            f"Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện; Trưởng phòng {facts.agriculture}; Chủ tịch Ủy ban "
            "nhân dân các xã có sản phẩm"
        )
    return (
        "Quyết định này có hiệu lực kể từ ngày ký ban hành.\n"
        f"{who}; các chủ thể có tên tại Điều 1; Thủ trưởng các cơ quan, đơn vị và cá nhân có liên quan chịu trách nhiệm "
        "thi hành Quyết định này./."
    )


def _reported_to(facts: Facts, level_word: str) -> tuple[str, ...]:
    field_words = facts.agriculture.replace("Phát triển nông thôn", "PTNT")
    if level_word == "tỉnh":
        return (f"Bộ {field_words} (để báo cáo)", "Chủ tịch, các PCT UBND tỉnh", "Thành viên Hội đồng OCOP tỉnh")
    return (
        "UBND tỉnh (để báo cáo)",
        f"Sở {field_words}",
        "Thường trực Huyện ủy",
        "Thường trực HĐND huyện",
        "Lãnh đạo UBND huyện",
    )
