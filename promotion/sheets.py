"""Reading results from a spreadsheet: caps on rows, nothing is evaluated, a verdict for each row (TRUST S31)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.files import UploadRefused
from core.formats import parse_decimal
from core.text import fold, nfc
from promotion.enums import ParticipationState
from promotion.models import Participation, PromotionEvent

MAX_ROWS, MAX_COLUMNS = 1_000, 30
# Heading in the sheet → column of the record; the first two find the participant.
HEADINGS: Mapping[str, str] = {
    "Mã": "pk",
    "Chủ thể": "producer",
    "Doanh thu (đồng)": "revenue",
    "Trong đó OCOP (đồng)": "revenue_ocop",
    "Số hợp đồng": "contracts",
    "Giá trị hợp đồng (đồng)": "contract_value",
    "Số biên bản ghi nhớ": "memoranda",
    "Khách hàng mới": "contacts",
    "Nhận xét": "result_note",
}
_MONEY = {"revenue", "revenue_ocop", "contract_value"}
_COUNTS = {"contracts", "memoranda", "contacts"}
_MOST = Decimal(10) ** 13


@dataclass
class ReadLine:
    """One line of a sheet with what the portal would do with it."""

    line: int
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    replaces: bool = False

    replaced: ClassVar[str]

    @property
    def is_good(self) -> bool:
        """Say whether it would be written."""
        return not self.problems

    @property
    def verdict(self) -> str:
        """In words."""
        return "; ".join(self.problems) or (self.replaced if self.replaces else "Ghi mới")


@dataclass
class ReadRow(ReadLine):
    """The results of one participant."""

    participation: Participation | None = None

    replaced = "Thay kết quả đã ghi"

    @property
    def shown(self) -> dict[str, Any]:
        """Every figure, also those that the sheet does not have."""
        return dict.fromkeys(HEADINGS.values()) | self.values


def read_results(event: PromotionEvent, data: bytes) -> list[ReadRow]:
    """Every line with its verdict; nothing is written. Raises UploadRefused with a sentence."""
    lines = list(sheet_lines(data))
    if not lines:
        raise UploadRefused("Bảng tính không có dòng nào. Tải mẫu, điền rồi nộp lại.")
    columns = _columns(lines[0][1])
    known = _Known(event)
    rows = [
        _row(known, number, cells, columns) for number, cells in lines[1:] if any(cell_text(cell) for cell in cells)
    ]
    if not rows:
        raise UploadRefused("Bảng tính chưa có dòng kết quả nào dưới dòng tiêu đề.")
    seen: dict[int, int] = {}
    for row in rows:
        if row.participation is None:
            continue
        first = seen.setdefault(row.participation.pk, row.line)
        if first != row.line:
            row.problems.append(f"trùng với dòng {first}")
    return rows


def sheet_lines(data: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    """Lines of the first visible sheet, numbered from 1. Raises UploadRefused."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for number, cells in enumerate(sheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
            if number > MAX_ROWS + 1:
                raise UploadRefused(f"Bảng tính có quá {MAX_ROWS} dòng. Chia nhỏ rồi nộp lại.")
            yield number, cells
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError, TypeError, OSError, ParseError):
        raise UploadRefused("Không đọc được bảng tính. Lưu lại thành tệp .xlsx rồi nộp.") from None


def _columns(heads: Sequence[Any]) -> dict[int, str]:
    names = {fold(heading): column for heading, column in HEADINGS.items()}
    found = {place: names[fold(cell_text(cell))] for place, cell in enumerate(heads) if fold(cell_text(cell)) in names}
    if not {"pk", "producer"} & set(found.values()) or "revenue" not in found.values():
        raise UploadRefused("Dòng đầu phải có các cột “Chủ thể” và “Doanh thu (đồng)”. Dùng mẫu tải từ trang này.")
    return found


def cell_text(cell: Any) -> str:
    """A cell as text; whole numbers without a point."""
    if isinstance(cell, float) and cell == int(cell):
        cell = int(cell)
    return nfc(str(cell)) if cell is not None else ""


class _Known:
    """The event's chosen participants, by number and by name."""

    def __init__(self, event: PromotionEvent) -> None:
        rows = event.participations.filter(state=ParticipationState.CHOSEN).select_related("producer", "event__unit")
        self.by_pk = {row.pk: row for row in rows}
        self.by_name: dict[str, list[Participation]] = {}
        for row in rows:
            self.by_name.setdefault(fold(row.producer.name), []).append(row)

    def find(self, pk: str, name: str) -> Participation | str:
        """The participant, or the sentence that says why none was found."""
        if pk.isascii() and pk.isdigit():
            found = self.by_pk.get(int(pk))
            if found is None:
                return f"mã {pk} không thuộc sự kiện này"
            if name and fold(name) != fold(found.producer.name):
                return f"mã {pk} là của {found.producer.name}"
            return found
        same = self.by_name.get(fold(name), [])
        if not same:
            return "không có chủ thể này trong danh sách được chọn"
        return same[0] if len(same) == 1 else "có nhiều chủ thể cùng tên, ghi thêm mã"


def _row(known: _Known, number: int, cells: Sequence[Any], columns: Mapping[int, str]) -> ReadRow:
    raw = {column: cells[place] if place < len(cells) else None for place, column in columns.items()}
    row = ReadRow(number, cell_text(raw.get("producer")) or cell_text(raw.get("pk")))
    found = known.find(cell_text(raw.get("pk")), cell_text(raw.get("producer")))
    if isinstance(found, str):
        row.problems.append(found)
    else:
        row.participation, row.name, row.replaces = found, found.producer.name, found.result_at is not None
    for column, cell in raw.items():
        if column in _MONEY | _COUNTS:
            try:
                row.values[column] = figure(cell, whole=column in _COUNTS)
            except ValueError as error:
                row.problems.append(f"{_heading(column)}: {error}")
        elif column == "result_note":
            row.values[column] = cell_text(cell)[:2_000]
    total, ocop = row.values.get("revenue"), row.values.get("revenue_ocop")
    if ocop is not None and (total is None or ocop > total):
        row.problems.append("doanh thu OCOP lớn hơn doanh thu")
    return row


def _heading(column: str) -> str:
    return next(heading for heading, name in HEADINGS.items() if name == column)


def figure(cell: Any, *, whole: bool) -> Any:
    """A whole, non-negative figure: numbers as they stand, text as officials type it. Raises ValueError."""
    if cell is None or cell_text(cell) == "":
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = Decimal(str(cell))
    else:
        text = cell_text(cell).replace(" ", "")
        groups = text.split(".")
        grouped = len(groups) > 1 and 1 <= len(groups[0]) <= 3 and all(len(part) == 3 for part in groups[1:])
        try:
            number = parse_decimal("".join(groups) if grouped else text)
        except ValueError:
            raise ValueError(f"“{cell_text(cell)[:20]}” không phải số") from None
    if number != number.to_integral_value() or not 0 <= number < _MOST or (whole and number > 100_000):
        raise ValueError(f"“{cell_text(cell)[:20]}” phải là số nguyên không âm, không quá lớn")
    return int(number) if whole else number
