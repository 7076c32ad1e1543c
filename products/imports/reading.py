"""The bytes of a workbook as rows of cells: visible sheets only, formulas not evaluated, sizes capped before opening."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.errors import Denied
from core.files.checks import UploadRefused, check_archive

MAX_ROWS = 20_000
MAX_COLUMNS = 120
MAX_CELLS = 3_000_000  # of the rectangle that holds every filled cell: calamine keeps all of it in memory
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
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
                raise Denied(
                    f"Bảng tính có ô lạc ở dòng {rows}, cột thứ {columns}. Xoá các dòng, cột trống ở xa rồi tải lên lại."
                )


def read(data: bytes) -> list[Sheet]:
    """All visible sheets that hold something, in the workbook's order.

    Raises Denied with a sentence when the file can't be read or is too large.
    """
    try:
        _check_spread(data)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            seen = [
                meta.name
                for meta in book.sheets_metadata
                if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
            ]
            sheets = [_sheet(book, name) for name in seen]
    except UploadRefused as refusal:
        raise Denied(refusal.sentence) from None
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise Denied("Không mở được bảng tính. Lưu lại tệp dạng .xlsx, không đặt mật khẩu, rồi tải lên.") from error
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows: Cells = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
    used = [place for row in rows for place, value in enumerate(row) if value not in ("", None)]
    width = max(used, default=-1) + 1
    cut = max(0, width - MAX_COLUMNS)
    rows = [[None if value == "" else value for value in row[: min(width, MAX_COLUMNS)]] for row in rows]
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise Denied(f"Trang tính “{name}” có hơn {MAX_ROWS:,} dòng. Chia thành nhiều tệp.".replace(",", "."))
    merged = [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < len(rows) and left < MAX_COLUMNS
    ]
    return Sheet(name, rows, merged, cut)
