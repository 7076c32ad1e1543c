"""Spreadsheets out: numbers stay numbers, text stays text, nothing becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Protocol

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.formats import date_vn, local_date, today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT = "Times New Roman"
_THOUSANDS_FROM = 10_000  # a year is no amount
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Readable(Protocol):
    """A column: its heading, its width and how to read it off a row."""

    @property
    def heading(self) -> str:
        """What stands above the column."""

    @property
    def width(self) -> int:
        """Width in characters."""

    @property
    def value(self) -> Any:
        """A function from the row to the cell's value."""


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    """A cell of a sheet that is only written."""
    cell = WriteOnlyCell(sheet, value=None)
    _fill(cell, value)
    return cell


def _fill(cell: Any, value: Any, *, keep_look: bool = False) -> None:
    """Put a value into a cell: text is never a formula, whatever it begins with; large numbers show their thousands."""
    if isinstance(value, dt.datetime):
        value = local_date(value)
    if isinstance(value, Decimal):
        value = float(value) if value != value.to_integral_value() else int(value)
    if value is None or value == "":
        return
    if isinstance(value, int | float | dt.date) and not isinstance(value, bool):
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"
        elif abs(value) >= _THOUSANDS_FROM:
            cell.number_format = "#,##0"
        return
    cell.value = str(value)
    cell.data_type = "s"
    if not keep_look:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if str(value).startswith(_DANGEROUS):
        cell.quotePrefix = True


def workbook_bytes(title: str, columns: Sequence[Readable], rows: Iterable[Any]) -> bytes:
    """An xlsx with one sheet: a bold head row that stays in view, then one line a row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    head = []
    for column in columns:
        cell = _cell(sheet, column.heading)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, column.value(row)) for column in columns])
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class BookColumn:
    """A column of a printed sheet: its head, its width in characters, how its cells stand, and a head over several."""

    title: str
    width: float
    align: str = ""
    group: str = ""


@dataclass(frozen=True)
class BookSheet:
    """One sheet that also prints: a title, a line under it, the head repeated on every page, rows of which some are bold."""

    name: str
    title: str
    columns: Sequence[BookColumn]
    rows: Iterable[tuple[bool, Sequence[Any]]]
    under: str = ""
    landscape: bool = True


_LINE_PT = 16
_MARGINS = PageMargins(left=1.18, right=0.59, top=0.79, bottom=0.79, header=0.39, footer=0.39)  # 30, 15, 20, 20 mm
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def book_bytes(sheets: Iterable[BookSheet]) -> bytes:
    """An xlsx of several sheets, each as wide as one page of paper."""
    book = Workbook()
    del book["Sheet"]
    for one in sheets:
        _write_sheet(book.create_sheet(one.name[:31]), one)
    return _saved(book)


def _write_sheet(sheet: Worksheet, one: BookSheet) -> None:
    for index, column in enumerate(one.columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    _across(sheet, 1, one.title, len(one.columns), Font(name=_FONT, size=13, bold=True))
    if one.under:
        _across(sheet, 2, one.under, len(one.columns), Font(name=_FONT, size=12, italic=True))
    last_head = _write_head(sheet, 3 if one.under else 2, one.columns)
    for row, (bold, values) in enumerate(one.rows, last_head + 1):
        _write_row(sheet, row, one.columns, values, bold=bold)
    sheet.freeze_panes = sheet.cell(last_head + 1, 1)
    sheet.print_title_rows = f"{last_head - any(column.group for column in one.columns)}:{last_head}"
    _set_page(sheet, landscape=one.landscape)


def _write_row(sheet: Worksheet, row: int, columns: Sequence[BookColumn], values: Sequence[Any], *, bold: bool) -> None:
    """A row as high as its longest text; a bold row with a name alone runs over the whole width."""
    lines = 1
    only_name = bold and not any(value not in {None, ""} for value in values[2:])
    for index, (column, value) in enumerate(zip(columns, values, strict=False), 1):
        cell = sheet.cell(row, index)
        _fill(cell, value)
        cell.font = Font(name=_FONT, size=12, bold=bold)
        is_text = isinstance(cell.value, str)
        side = column.align or ("left" if is_text else "right")
        off_the_rule = 1 if side == "right" and column.width > 12 else 0
        cell.alignment = Alignment(
            horizontal=side, vertical="center", wrap_text=is_text and not only_name, indent=off_the_rule
        )
        if is_text and not only_name:
            lines = max(lines, _lines_of(cell.value, column.width, bold=bold))
    for index in range(1, len(columns) + 1):
        sheet.cell(row, index).border = _BOX
    if only_name and len(values) > 1 and len(columns) > 2:
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=len(columns))
    sheet.row_dimensions[row].height = lines * _LINE_PT


def _set_page(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, as wide as the page, with its number below."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = _MARGINS
    sheet.oddFooter.center.text = "&P"


def _across(sheet: Worksheet, row: int, text: str, columns: int, font: Font) -> None:
    """A line over the whole width of the table."""
    cell = sheet.cell(row, 1)
    _fill(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if columns > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    width = sum(sheet.column_dimensions[get_column_letter(index)].width for index in range(1, columns + 1))
    sheet.row_dimensions[row].height = _lines_of(text, width, bold=True) * (_LINE_PT + 4)


def _write_head(sheet: Worksheet, row: int, columns: Sequence[BookColumn]) -> int:
    """The head in one row, or in two when columns share a head; returns its last row."""
    grouped = any(column.group for column in columns)
    last = row + grouped
    for index, column in enumerate(columns, 1):
        for line in range(row, last + 1):
            cell = sheet.cell(line, index)
            cell.font, cell.border = Font(name=_FONT, size=12, bold=True), _BOX
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        _fill(sheet.cell(last if column.group else row, index), column.title, keep_look=True)
        if grouped and not column.group:
            sheet.merge_cells(start_row=row, end_row=last, start_column=index, end_column=index)
    start = 1
    for name, members in groupby(columns, key=lambda column: column.group):
        count = len(list(members))
        if name:
            _fill(sheet.cell(row, start), name, keep_look=True)
            if count > 1:
                sheet.merge_cells(start_row=row, end_row=row, start_column=start, end_column=start + count - 1)
        start += count
    heights = [_lines_of(column.title, column.width, bold=True) for column in columns]
    sheet.row_dimensions[last].height = max(heights) * _LINE_PT
    return last


def _lines_of(text: str, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column, a little too many rather than too few."""
    room = max(1, int(width * (1 if bold else 1.1)))  # the letters of Times New Roman are narrow
    return sum(max(1, len(textwrap.wrap(line, room))) for line in text.split("\n"))


def safe_csv_text(value: Any) -> str:
    """Text for a csv cell: a leading sign that a spreadsheet would run is put behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.datetime):
        return date_vn(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")  # 61.5, as the spreadsheet shows it, not 61.500000
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def csv_text(columns: Sequence[Readable], rows: Iterable[Any]) -> str:
    """The same rows as csv, with a byte-order mark so that Excel reads Vietnamese."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow([column.heading for column in columns])
    writer.writerows([safe_csv_text(column.value(row)) for column in columns] for row in rows)
    return buffer.getvalue()


def workbook_response(name: str, columns: Sequence[Readable], rows: Iterable[Any]) -> HttpResponse:
    """The workbook as a download named with today's date."""
    response = HttpResponse(workbook_bytes(name, columns, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y-%m-%d}.xlsx"'
    return response


def csv_response(name: str, columns: Sequence[Readable], rows: Iterable[Any]) -> HttpResponse:
    """The same rows as a csv download."""
    response = HttpResponse(csv_text(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y-%m-%d}.csv"'
    return response
