"""Báo cáo tự đánh giá về sản phẩm (bố cục của 26/2026/QĐ-TTg, Phụ lục III, Mẫu số 02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.forms_of_paper.common import C, source_block
from documents.model import (
    Annex,
    Block,
    Box,
    Break,
    Column,
    Doc,
    DottedLines,
    Fields,
    GroupRow,
    Look,
    P,
    PaperDate,
    Row,
    Sign,
    Table,
    Text,
    TotalRow,
    bold,
    italic,
    joined,
)
from documents.model.inline import Inline


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the list under point 7."""

    label: str
    ticked: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: what was chosen, its points, and what shows it."""

    code: str
    name: str
    maximum: str
    points: str
    chosen: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Part A, B or C with its sum."""

    code: str
    name: str
    maximum: str
    points: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What the product brought in a year."""

    year: str
    output: str = ""
    revenue: str = ""
    workers: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of the dossier."""

    title: str
    section: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Words:
    """A titled piece of text that the applicant wrote; nothing written is room for a pen."""

    title: str
    text: str
    lines: int = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the report says."""

    general: tuple[tuple[str, str], ...]  # points 1 to 6: label and value
    specification: Words
    ticks: tuple[Tick, ...]
    about: tuple[Words, ...]  # points 8 and 9
    performance: tuple[Words, ...]  # part II
    years: tuple[YearFigures, ...]
    parts: tuple[Part, ...]  # part III
    total: str
    basis: str  # "Quyết định số 26/2026/QĐ-TTg"
    set_words: str  # "Bộ tiêu chí số 07: Trà khác"
    changes: tuple[Words, ...]
    plan: Words
    attachments: tuple[Attachment, ...]
    product: str
    representative: str
    year: int
    source: tuple[str, ...] = ()  # two or three lines: "(Theo Mẫu số 02 ban hành kèm theo Quyết định số …", "ngày …)"
    date: PaperDate | None = None


def paper(facts: Facts) -> Doc:
    """Lay out the report."""
    return Doc(
        body_lines=(),
        kind="BÁO CÁO TỰ ĐÁNH GIÁ VỀ SẢN PHẨM",
        blocks=(
            P(italic("(Dành cho chủ thể có sản phẩm đăng ký)"), Look.CENTER),
            *source_block(facts.source),
            *_general(facts),
            *_part("Phần II", "KẾT QUẢ THỰC HIỆN PHƯƠNG ÁN SẢN XUẤT KINH DOANH"),
            *_all_words(facts.performance),
            *_years(facts.years),
            *_part("Phần III", "ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN", "THEO BỘ TIÊU CHÍ SẢN PHẨM OCOP"),
            P(f"{facts.set_words} (theo {facts.basis})."),
            _scores(facts),
            *_all_words(facts.changes),
            *_part("Phần IV", "KẾ HOẠCH SẢN XUẤT, KINH DOANH"),
            *_text(facts.plan),
        ),
        signs=(_signature(facts),),
        annexes=_annexes(facts),
        title=f"Báo cáo tự đánh giá {facts.product}",
    )


def _part(number: str, *lines: str) -> tuple[Block, ...]:
    return (P((bold(number), *(part for line in lines for part in (Break(), bold(line)))), Look.CENTER),)


def _general(facts: Facts) -> tuple[Block, ...]:
    return (
        *_part("Phần I", "THÔNG TIN CHUNG"),
        Fields(tuple((label, value) for label, value in facts.general), label_mm=72),
        *_words(facts.specification),
        P(italic("Đánh dấu (√) vào mục tương ứng:"), Look.FLUSH),
        *(P(_tick(tick), Look.FLUSH) for tick in facts.ticks),
        *_all_words(facts.about),
    )


def _tick(tick: Tick) -> Text:
    if not tick.label.endswith(":"):
        return joined("\u00a0" * tick.indent * 4, tick.label, ": ", Box(tick.ticked))
    return joined("\u00a0" * tick.indent * 4, tick.label)


def _all_words(many: Iterable[Words]) -> tuple[Block, ...]:
    return tuple(block for words in many for block in _words(words))


def _words(words: Words) -> tuple[Block, ...]:
    return (P(bold(words.title), Look.FLUSH), *_text(words))


def _text(words: Words) -> tuple[Block, ...]:
    lines = [line.strip() for line in words.text.split("\n") if line.strip()]
    return tuple(P(line) for line in lines) if lines else (DottedLines(words.lines),)


def _years(years: tuple[YearFigures, ...]) -> tuple[Block, ...]:
    if not years:
        return ()
    columns = (
        Column("Năm", 25, C),
        Column("Sản lượng", 50, C),
        Column("Doanh thu (đồng)", 50, C),
        Column("Số lao động (người)", 40, C),
    )
    rows = tuple(Row((row.year, row.output, row.revenue, row.workers)) for row in years)
    return (P("Sản lượng, doanh thu của sản phẩm theo năm:", Look.FLUSH), Table(columns, rows))


def _scores(facts: Facts) -> Table:
    columns = (
        Column("TT", 13, C),
        Column("Tiêu chí, mức tự đánh giá", 60),
        Column("Điểm tối đa", 14, C),
        Column("Điểm tự chấm", 15, C),
        Column("Mô tả, tài liệu minh chứng", 63),
    )
    rows: list[Row | GroupRow | TotalRow] = []
    for part in facts.parts:
        rows.append(GroupRow(part.code, f"{part.name} ({part.points}/{part.maximum} điểm)"))
        rows += [Row((line.code, _criterion(line), line.maximum, line.points, _shown_by(line))) for line in part.lines]
    rows.append(TotalRow(("", "TỔNG ĐIỂM TỰ ĐÁNH GIÁ", "100", facts.total, "")))
    return Table(columns, tuple(rows), size_pt=11)


def _criterion(line: Line) -> Text:
    return joined(bold(line.name), Break(), line.chosen) if line.chosen else bold(line.name)


def _shown_by(line: Line) -> Text:
    out: list[Inline] = [line.note] if line.note else []
    if line.evidence:
        if out:
            out.append(Break())
        out.append(italic(f"Minh chứng: {'; '.join(line.evidence)}"))
    return tuple(out)


def _annexes(facts: Facts) -> tuple[Annex, ...]:
    if not facts.attachments:
        return ()
    columns = (
        Column("TT", 11, C),
        Column("Tài liệu", 66),
        Column("Nội dung", 58),
        Column("Tiêu chí", 30, C),
    )
    rows = tuple(Row((str(n), row.title, row.section, row.criteria)) for n, row in enumerate(facts.attachments, 1))
    return (Annex("DANH MỤC TÀI LIỆU MINH CHỨNG", (Table(columns, rows, size_pt=11),)),)


def _signature(facts: Facts) -> Sign:
    date = facts.date.text() if facts.date else f"ngày ..... tháng ..... năm {facts.year}"
    return Sign(
        ("ĐẠI DIỆN THEO PHÁP LUẬT", "CỦA CƠ SỞ"),
        name=facts.representative,
        caption="(Ký, họ tên, đóng dấu)",
        place_and_date=joined("................, ", date),
    )
