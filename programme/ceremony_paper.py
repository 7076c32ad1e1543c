"""Danh sách trao Giấy chứng nhận, khen thưởng: the list that is read out at the year's ceremony."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from core.formats import date_vn, parse_date, today
from core.spreadsheets import BookColumn, BookSheet, book_bytes
from documents.model import Align, Block, Column, Doc, GroupRow, Heading, P, PaperDate, Row, Sign, Table
from documents.model.typeset import count_text
from documents.papers_common import body_named
from programme.closing import Honoured
from programme.models import AnnualPlan, Award
from programme.reporting.content import body_key

C = Align.CENTER
_ROMAN = ("I", "II", "III")
_HEADS = (
    "TT",
    "Tên sản phẩm",
    "Chủ thể",
    "Địa bàn",
    "Hạng sao",
    "Hình thức",
    "Quyết định công nhận",
    "Số Giấy chứng nhận",
)
_WIDTHS = (10.0, 50.0, 56.0, 36.0, 14.0, 24.0, 36.0, 24.0)
_CENTRED = {"TT", "Hạng sao", "Hình thức", "Quyết định công nhận", "Số Giấy chứng nhận"}
_AWARD_HEADS = ("TT", "Tập thể, cá nhân", "Chức vụ, địa chỉ", "Hình thức khen thưởng", "Thành tích", "Quyết định")
_AWARD_WIDTHS = (10.0, 50.0, 44.0, 44.0, 62.0, 40.0)


def _decision(number: str, day: str) -> str:
    return f"{number}{' ngày ' if number and day else ''}{day}"


def by_stars(honoured: Sequence[Honoured]) -> list[tuple[int, list[Honoured]]]:
    """The lines of each rank, the highest first."""
    ranks = sorted({one.stars for one in honoured}, reverse=True)
    return [(stars, [one for one in honoured if one.stars == stars]) for stars in ranks]


def _certificates(honoured: Sequence[Honoured]) -> Table:
    columns = tuple(
        Column(head, width, C) if head in _CENTRED else Column(head, width)
        for head, width in zip(_HEADS, _WIDTHS, strict=True)
    )
    rows: list[Any] = []
    number = 0
    for index, (stars, lines) in enumerate(by_stars(honoured)):
        rows.append(GroupRow(_ROMAN[index], f"Sản phẩm hạng {stars} sao: {count_text(len(lines))} sản phẩm"))
        for one in lines:
            number += 1
            rows.append(Row((
                str(number), one.product, one.producer, one.place, f"{one.stars} sao", one.manner,
                _decision(one.decision, one.decided_on), one.certificate,
            )))  # fmt: skip
    return Table(columns, tuple(rows), size_pt=11, splits=True)


def _awards(awards: Sequence[Award]) -> Table:
    columns = tuple(
        Column(head, width, C) if head == "TT" else Column(head, width)
        for head, width in zip(_AWARD_HEADS, _AWARD_WIDTHS, strict=True)
    )
    rows = tuple(
        Row((str(number), one.recipient, one.title, one.form, one.merit,
             _decision(one.decision_number, date_vn(one.decided_on) if one.decided_on else "")))
        for number, one in enumerate(awards, 1)
    )  # fmt: skip
    return Table(columns, rows, size_pt=11)


def paper(plan: AnnualPlan, honoured: Sequence[Honoured], awards: Sequence[Award]) -> Doc:
    """The list as it prints, certificates first, then awards."""
    body = body_named(body_key(plan.unit), plan.unit.area, plan.unit.level, day=today())
    blocks: list[Block] = []
    if awards:
        blocks.append(Heading("A. TRAO GIẤY CHỨNG NHẬN SẢN PHẨM OCOP", 1))
    blocks.append(_certificates(honoured) if honoured else P("Trong năm không có sản phẩm được công nhận."))
    if awards:
        blocks += [Heading("B. KHEN THƯỞNG", 1), _awards(awards)]
    stars = ", ".join(f"{count_text(len(lines))} sản phẩm {rank} sao" for rank, lines in by_stars(honoured))
    praised = f"; {count_text(len(awards))} tập thể, cá nhân được khen thưởng" if awards else ""
    if honoured or awards:
        summed = f"{count_text(len(honoured))} sản phẩm được trao Giấy chứng nhận" + (f" ({stars})" if stars else "")
        blocks.append(P(f"Tổng số: {summed}{praised}."))
    return Doc(
        body_lines=body.lines,
        superior_lines=body.superior,
        place=body.place,
        date=PaperDate.month_of(today()),
        kind="DANH SÁCH",
        subject=(
            f"Trao Giấy chứng nhận sản phẩm OCOP{', khen thưởng' if awards else ''} năm {plan.year} "
            f"trên địa bàn {plan.unit.area}"
        ),
        blocks=tuple(blocks),
        signs=(
            Sign(("NGƯỜI LẬP DANH SÁCH",), caption="(Ký, ghi rõ họ tên)"),
            Sign(("THỦ TRƯỞNG ĐƠN VỊ",), caption="(Ký, đóng dấu)"),
        ),
        landscape=True,
        title=f"Danh sách trao Giấy chứng nhận OCOP năm {plan.year}",
    )


def workbook(plan: AnnualPlan, honoured: Sequence[Honoured], awards: Sequence[Award]) -> bytes:
    """The same lists as a spreadsheet; a number of a certificate stays text."""
    widths = (6, 32, 36, 24, 8, 16, 20, 14, 18)
    heads = (*_HEADS[:6], "Số quyết định", "Ngày quyết định", _HEADS[-1])
    centred = {"TT", "Hạng sao", "Hình thức", "Số quyết định", "Ngày quyết định", _HEADS[-1]}
    sheets = [
        BookSheet(
            "Giấy chứng nhận",
            f"Danh sách trao Giấy chứng nhận sản phẩm OCOP năm {plan.year}, {plan.unit.area}",
            [BookColumn(head, width, "center" if head in centred else "")
             for head, width in zip(heads, widths, strict=True)],
            _certificate_rows(honoured),
        )
    ]  # fmt: skip
    if awards:
        praised = (*_AWARD_HEADS[:5], "Số quyết định", "Ngày quyết định")
        columns = [BookColumn(*pair) for pair in zip(praised, (6, 32, 30, 30, 42, 20, 14), strict=True)]
        title = f"Khen thưởng năm {plan.year}, {plan.unit.area}"
        sheets.append(BookSheet("Khen thưởng", title, columns, _award_rows(awards)))
    return book_bytes(sheets)


def _certificate_rows(honoured: Sequence[Honoured]) -> Iterator[tuple[bool, Sequence[Any]]]:
    for number, one in enumerate(honoured, 1):
        yield False, [
            number, one.product, one.producer, one.place, one.stars, one.manner, one.decision, _day(one.decided_on),
            one.certificate,
        ]  # fmt: skip


def _day(words: str) -> Any:
    """A day of the list as a day; where only the year is known, its number."""
    if "/" in words:
        return parse_date(words)
    return int(words) if words else ""


def _award_rows(awards: Sequence[Award]) -> Iterator[tuple[bool, Sequence[Any]]]:
    for number, one in enumerate(awards, 1):
        yield False, [number, one.recipient, one.title, one.form, one.merit, one.decision_number, one.decided_on]
