"""The bytes of a table as rows of cells: visible sheets only, formulas not evaluated, sizes capped before opening."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.errors import Denied
from core.files import compound, tables
from core.files.checks import UploadRefused, check_archive

MAX_ROWS = 20_000
MAX_COLUMNS = 120
MAX_CELLS = 3_000_000  # of the rectangle that holds every filled cell: calamine keeps all of it in memory
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
_FAR_CELL = "Bảng tính có ô lạc ở dòng {rows}, cột thứ {columns}. Xoá các dòng, cột trống ở xa rồi tải lên lại."
CSV_SHEET = "CSV"
LOOK_ROWS = 60
Cells = list[list[Any]]


@dataclass
class Sheet:
    """One visible sheet. `rows[0]` is the file's first row; `merged` are (top, left, bottom, right), from zero."""

    name: str
    rows: Cells
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    cut: int = 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_spread(data: bytes) -> None:
    """Refuse a stray value so far out that the sheet's rectangle would not fit into memory."""
    with check_archive(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry.filename):
                continue
            rows = columns = 0
            content = archive.read(entry)
            if b"<!DOCTYPE" in content[:2_000] or b"<!ENTITY" in content:
                raise Denied("Tệp có nội dung lạ bên trong. Mở bằng phần mềm bảng tính, lưu lại rồi tải lên.")
            for found in _FILLED.finditer(content):
                rows, columns = max(rows, int(found[2])), max(columns, _column(found[1]))
            if rows * columns > MAX_CELLS:
                raise Denied(_FAR_CELL.format(rows=rows, columns=columns))


def _check_size(data: bytes) -> None:
    if not data.startswith(compound.MAGIC):
        _check_spread(data)
        return
    rows, columns = tables.spread_of(data)
    if rows * columns > MAX_CELLS:
        raise Denied(_FAR_CELL.format(rows=rows, columns=columns))


def read(data: bytes) -> list[Sheet]:
    """All visible sheets that hold something, in the workbook's order: .xlsx, .xls, or a .csv as one sheet.

    Raises Denied with a sentence when the file can't be read or is too large.
    """
    try:
        if not data.startswith((compound.MAGIC, b"PK\x03\x04")):
            sheet = _csv_sheet(tables.csv_text(data))
            return [sheet] if sheet.rows else []
        _check_size(data)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            seen = [
                meta.name
                for meta in book.sheets_metadata
                if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
            ]
            sheets = [_sheet(book, name) for name in seen]
    except UploadRefused as refusal:
        raise Denied(refusal.sentence) from None
    except tables.BadTable as error:
        raise Denied(str(error)) from None
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise Denied("Không mở được bảng tính. Lưu lại tệp dạng .xlsx, không đặt mật khẩu, rồi tải lên.") from error
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    merged = [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < MAX_ROWS and left < MAX_COLUMNS
    ]
    return _cut(name, sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1), merged)


def _cut(name: str, rows: Cells, merged: Sequence[tuple[int, int, int, int]] = ()) -> Sheet:
    """A sheet without the empty rows and columns around it; too many rows are refused, columns too many left out."""
    used = [place for row in rows for place, value in enumerate(row) if value not in ("", None)]
    width = max(used, default=-1) + 1
    cut = max(0, width - MAX_COLUMNS)
    rows = [[None if value == "" else value for value in row[: min(width, MAX_COLUMNS)]] for row in rows]
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise Denied(f"Trang tính “{name}” có hơn {MAX_ROWS:,} dòng. Chia thành nhiều tệp.".replace(",", "."))
    return Sheet(name, rows, [area for area in merged if area[0] < len(rows)], cut)


def _csv_sheet(text: str) -> Sheet:
    """A .csv as one sheet of texts; its separator is the one that cuts the most rows alike."""
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first, flags=re.IGNORECASE)
    separator = told[1] if told else _separator(text)
    try:
        rows = _bounded(csv.reader(io.StringIO(rest if told else text), delimiter=separator))
    except csv.Error:
        raise tables.BadTable("Không đọc được tệp CSV. Lưu lại bảng tính dạng .xlsx rồi nộp.") from None
    return _cut(CSV_SHEET, rows)


def _bounded(lines: Iterable[list[str]]) -> Cells:
    """Rows while they are few enough to be kept; one more than allowed, so that too many are noticed."""
    rows: Cells = []
    cells = 0
    for line in islice(lines, MAX_ROWS + 1):
        cells += len(line)
        if cells > MAX_CELLS:
            raise tables.BadTable("Tệp CSV có quá nhiều ô. Chia thành nhiều tệp, bỏ các cột trống, rồi nộp.")
        rows.append(list(line))
    return rows


def _separator(text: str) -> str:
    """Semicolon, tab or comma; a comma may also stand in a number, so rows must agree on their length."""

    def agreement(separator: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in islice(csv.reader(io.StringIO(text), delimiter=separator), LOOK_ROWS) if row]
        except csv.Error:
            return 0, 0
        wide = Counter(width for width in widths if width > 1)
        width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return count, width

    return max((";", "\t", ","), key=agreement)
