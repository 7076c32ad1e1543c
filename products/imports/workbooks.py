"""Workbooks that go out: templates to fill in, and the sheet that came in with the verdict beside each row."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from accounts.models import Unit
from products.enums import ImportKind, RowVerdict
from products.imports import running
from products.imports.headings import Spec
from products.imports.kinds import specs_of
from products.models import ImportBatch

_HEAD = PatternFill("solid", fgColor="E7F1EA")
_BAD = PatternFill("solid", fgColor="FBECEA")
_TEMPLATE_ROWS = 2_000
_WIDE = frozenset({"producer", "product", "address", "description", "story", "decision", "history"})
_HIDDEN_LISTS = "Danh muc"


def _safe(sheet: Any, value: Any) -> Any:
    """The value as it stands; text that a spreadsheet would take for a formula stays text."""
    if isinstance(value, dt.time | dt.timedelta):
        value = str(value)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        cell = WriteOnlyCell(sheet, value=None)
        cell.value, cell.data_type, cell.quotePrefix = value, "s", True
        return cell
    return value


def result_bytes(batch: ImportBatch) -> bytes:
    """The sheet as it came in, with the verdict, the reasons and the changes beside each row."""
    sheet_in = running.sheet_of(batch)
    verdicts = {
        number: (verdict, reasons, changes)
        for number, verdict, reasons, changes in batch.rows.values_list("number", "verdict", "reasons", "changes")
    }
    width = max((len(row) for row in sheet_in.rows), default=0)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_in.name[:31] or "Kết quả")
    sheet.freeze_panes = f"A{batch.heading_row + batch.heading_depth}"
    for index, size in ((width + 1, 14), (width + 2, 60), (width + 3, 60)):
        sheet.column_dimensions[get_column_letter(index)].width = size
    for number, row in enumerate(sheet_in.rows, start=1):
        line = [_safe(sheet, value) for value in row] + [None] * (width - len(row))
        if number == batch.heading_row:
            line += [_styled(sheet, text, _HEAD, bold=True) for text in ("Kết luận", "Lý do", "Thay đổi")]
        elif number in verdicts:
            line += _verdict_cells(sheet, *verdicts[number])
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _verdict_cells(sheet: Any, verdict: str, reasons: Sequence[str], changes: Iterable[dict[str, str]]) -> list[Any]:
    words = RowVerdict(verdict).label
    told = "; ".join(
        f"{c['label']}: {c['old']} → {c['new']}" if c["old"] else f"{c['label']}: {c['new']}" for c in changes
    )
    why = " ".join(reasons)
    if verdict == RowVerdict.REFUSED:
        return [_styled(sheet, words, _BAD), _styled(sheet, why, _BAD), None]
    return [words, None, _safe(sheet, told) or None]


def _styled(sheet: Any, text: str, fill: PatternFill, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=None)
    cell.value, cell.data_type = text, "s"
    cell.fill, cell.font = fill, Font(bold=bold)
    cell.alignment = Alignment(vertical="top")
    return cell


def template_bytes(kind: str, *, communes: Iterable[Unit]) -> bytes:
    """A workbook to fill in: headings that are recognised, lists to choose from, an explanation of each column."""
    specs = specs_of(kind)
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = ImportKind(kind).label[:31]
    lists = book.create_sheet(_HIDDEN_LISTS)
    lists.sheet_state = "hidden"
    units = [(unit.short_name, unit.parent.short_name if unit.parent else "") for unit in communes]
    shelves = {
        "commune": sorted({commune for commune, _ in units}),
        "district": sorted({district for _, district in units if district}),
    }
    for index, spec in enumerate(specs, start=1):
        letter = get_column_letter(index)
        heading = sheet.cell(row=1, column=index, value=_heading(spec))
        heading.font, heading.fill = Font(bold=True), _HEAD
        heading.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[letter].width = 36 if spec.key in _WIDE else 18
        choices = list(spec.choices) or shelves.get(spec.key, [])
        if choices:
            _offer(sheet, lists, letter, choices)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A2"
    _explain(book, specs)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(spec: Spec) -> str:
    return f"{spec.headings[0]} *" if spec.required else spec.headings[0]


def _offer(sheet: Any, lists: Any, letter: str, choices: Sequence[str]) -> None:
    """A list to choose from, kept on the hidden sheet; another value is warned of, not forbidden."""
    column = lists.max_column + 1 if lists["A1"].value is not None else 1
    for row, choice in enumerate(choices, start=1):
        lists.cell(row=row, column=column, value=choice)
    shelf = get_column_letter(column)
    rule = DataValidation(
        type="list", formula1=f"'{_HIDDEN_LISTS}'!${shelf}$1:${shelf}${len(choices)}", allow_blank=True
    )
    rule.errorStyle, rule.showErrorMessage = "warning", True
    rule.errorTitle, rule.error = "Không có trong danh mục", "Giá trị này không có trong danh mục. Vẫn giữ?"
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_TEMPLATE_ROWS}")


def _explain(book: Workbook, specs: Sequence[Spec]) -> None:
    """What each column wants, on a sheet that is not taken for data."""
    guide = book.create_sheet("Cách ghi")
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 30, 70
    for row, spec in enumerate(specs, start=1):
        says = ["Bắt buộc." if spec.required else "Không bắt buộc."]
        if spec.example:
            says.append(f"Ví dụ: {spec.example}.")
        if spec.choices:
            says.append(f"Chọn: {'; '.join(spec.choices)}.")
        if spec.yearly:
            says.append("Thêm cột cho từng năm, ghi năm vào tiêu đề, ví dụ “Doanh thu 2024 (triệu đồng)”.")
        guide.cell(row=row, column=1, value=spec.headings[0]).font = Font(bold=True)
        guide.cell(row=row, column=2, value=" ".join(says)).alignment = Alignment(wrap_text=True)
