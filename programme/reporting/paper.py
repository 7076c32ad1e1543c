"""The report as a paper, as a Word file and as a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.formats import date_vn, parse_date, today
from core.spreadsheets import BookColumn, BookSheet, book_bytes
from documents.forms_of_paper import annual_report
from documents.kinds import ADDRESSEES, RECIPIENTS, DocumentKind, register
from documents.model import Doc, PaperDate
from documents.models import Document
from documents.papers_common import Issue, Signer, body_named
from documents.printing import issue_of
from programme.models import Report
from programme.reporting import parts
from programme.reporting.catalogue import SPECS
from programme.reporting.content import Content, Line, body_key
from programme.reporting.sheets import Sheet, SheetColumn

KINDS = {"district": "bao-cao-nam-huyen", "province": "bao-cao-nam-so"}
SYMBOLS = {"district": "BC-UBND", "province": "BC-SNN"}
FORMS = {
    "district": ("ubnd-chu-tich", "ubnd-pho-chu-tich"),
    "province": ("giam-doc", "pho-giam-doc"),
}
REF = "report:"
_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def source_of(content: Content) -> dict[str, Any]:
    """Everything that the paper says, as plain data."""
    report = content.report
    made = []
    for part in parts.PARTS:
        lines = [_plain_line(line) for line in content.section_lines(part.key)] if part.key else []
        if lines or not part.key or part.heading:
            made.append({"heading": parts.heading_of(part, report.year), "level": part.level, "lines": lines})
    return {"year": report.year, "parts": made, "tables": list(report.tables)}


def _plain_line(line: Line) -> Any:
    return line.text if line.table is None else line.table.to_json(0)


def paper_of(content: Content) -> Doc:
    """The report as it will print, without a number, marked DỰ THẢO."""
    report = content.report
    level = report.unit.level
    body = body_named(body_key(report.unit), report.unit.area, level, day=today())
    issue = Issue(
        body=body, symbol=SYMBOLS[level], signer=Signer(FORMS[level][0]), date=PaperDate.month_of(today())
    )  # fmt: skip
    return _lay_out(
        issue, source_of(content), report.title, parts.lines_of(report.addressees), parts.lines_of(report.recipients)
    ).as_draft()


def _lay_out(
    issue: Issue, source: Mapping[str, Any], subject: str, addressees: Sequence[str], recipients: Sequence[str]
) -> Doc:
    return annual_report.paper(issue, source, subject=subject, addressees=addressees, recipients=recipients)


def fields_of(report: Report) -> dict[str, Any]:
    """The document's wording."""
    return {
        "subject": report.title,
        "addressees": parts.lines_of(report.addressees),
        "recipients": parts.lines_of(report.recipients),
    }


def issued_paper(document: Document) -> Doc:
    """The paper of the registry: from its own columns alone."""
    words = document.fields
    return _lay_out(
        issue_of(document), document.source, document.subject, words.get("addressees", ()), words.get("recipients", ())
    )


def register_kinds() -> None:
    """Make both reports known to the registry of documents."""
    for level, code in KINDS.items():
        register(
            DocumentKind(
                code=code,
                label="Báo cáo năm của huyện" if level == "district" else "Báo cáo năm của Sở",
                symbol=SYMBOLS[level],
                body="ubnd" if level == "district" else "chuyen-mon",
                builder=issued_paper,
                editable_fields=(ADDRESSEES, RECIPIENTS),
                signing_forms=FORMS[level],
            )
        )


# --- spreadsheet -------------------------------------------------------------------------------------------------------


MM_TO_CHARS = 1.85  # one character of the default font in mm


def workbook(content: Content) -> bytes:
    """All figures and every table, numbers as numbers, days as days."""
    return book_bytes([_figures(content), *map(_sheet, content.sheets)])


def _figures(content: Content) -> BookSheet:
    report = content.report
    return BookSheet(
        "Số liệu",
        report.title,
        (
            BookColumn("TT", 6, "center"), BookColumn("Số liệu", 54), BookColumn("Đơn vị tính", 22, "center"),
            BookColumn("Trong báo cáo", 17), BookColumn(f"Năm {report.year - 1}", 17), BookColumn("Mã số liệu", 34),
            BookColumn("Ghi chú", 32),
        ),
        _figure_rows(content),
        under=f"{report.unit.name}; số liệu đến hết ngày {date_vn(report.cut_off_on)}",
    )  # fmt: skip


def _figure_rows(content: Content) -> Iterator[tuple[bool, Sequence[Any]]]:
    """In the order of the catalogue, which the stored figures lose."""
    order = {key: place for place, key in enumerate(SPECS)}
    figures = sorted(content.figures.items(), key=lambda item: order.get(item[0], len(order)))
    for number, (key, figure) in enumerate(figures, 1):
        row = content.corrections.get(key)
        note = f"Điều chỉnh từ {row.recorded}: {row.reason}" if row else ""
        yield False, [number, figure.label, figure.unit, figure.shown, figure.last, figure.indicator, note]


def _sheet(sheet: Sheet) -> BookSheet:
    columns = tuple(
        BookColumn(one.title, max(5.5, round(one.mm / MM_TO_CHARS, 1)), one.align, one.group) for one in sheet.columns
    )
    title = f"BIỂU {sheet.number}. {sheet.title}"
    return BookSheet(sheet.name, title, columns, _sheet_rows(sheet), under=sheet.unit, landscape=sheet.landscape)


def _sheet_rows(sheet: Sheet) -> Iterator[tuple[bool, Sequence[Any]]]:
    if not sheet.rows:
        yield False, ["", "Không phát sinh trong kỳ báo cáo."]
    for one in sheet.rows:
        yield one.kind != "row", [_value(cell, column) for cell, column in zip(one.cells, sheet.columns, strict=False)]


def _value(cell: Any, column: SheetColumn) -> Any:
    """A figure or a day that was written in words of the page ("29,32", "1.250", "05/08/2024"); names stay names."""
    if not isinstance(cell, str) or column.align == "left":
        return cell
    if _DAY.fullmatch(cell):
        return parse_date(cell)
    return Decimal(cell.replace(".", "").replace(",", ".")) if _FIGURE.fullmatch(cell) else cell
