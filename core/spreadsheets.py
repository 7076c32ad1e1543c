"""Spreadsheets out: numbers stay numbers, text stays text, nothing becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from core.formats import date_vn, local_date, today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    """A cell whose text is never a formula, whatever it begins with."""
    if isinstance(value, dt.datetime):
        value = local_date(value)
    if isinstance(value, Decimal):
        value = float(value) if value != value.to_integral_value() else int(value)
    cell = WriteOnlyCell(sheet, value=None)
    if value is None or value == "":
        return cell
    if isinstance(value, int | float | dt.date) and not isinstance(value, bool):
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"
        return cell
    cell.value = str(value)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if str(value).startswith(_DANGEROUS):
        cell.quotePrefix = True
    return cell


def workbook_bytes(title: str, columns: Sequence[Readable], rows: Iterable[Any]) -> bytes:
    """An xlsx with one sheet: a bold head row that stays in view, then one line a row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns):
        sheet.column_dimensions[
            chr(ord("A") + index) if index < 26 else f"A{chr(ord('A') + index - 26)}"
        ].width = column.width
    head = []
    for column in columns:
        cell = _cell(sheet, column.heading)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, column.value(row)) for column in columns])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_bytes(sheets: Iterable[tuple[str, Sequence[int], Iterable[tuple[bool, Sequence[Any]]]]]) -> bytes:
    """An xlsx of several sheets: name, widths in characters, and rows of which each says whether it is bold."""
    book = Workbook(write_only=True)
    for title, widths, rows in sheets:
        sheet = book.create_sheet(title[:31])
        for index, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        for bold, values in rows:
            cells = [_cell(sheet, value) for value in values]
            for cell in cells if bold else ():
                cell.font = Font(bold=True)
            sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def safe_csv_text(value: Any) -> str:
    """Text for a csv cell: a leading sign that a spreadsheet would run is put behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.datetime):
        return date_vn(value)
    if isinstance(value, int | float | Decimal):
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
