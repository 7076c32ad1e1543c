"""Reading quarterly revenue of sales points from a spreadsheet: a verdict for each row, nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.files import UploadRefused
from core.formats import today
from core.text import fold
from promotion import rules
from promotion.models import PointRevenue, SalesPoint
from promotion.sheets import ReadLine, cell_text, figure, sheet_lines
from promotion.visibility import visible_points

# Heading in the sheet → what it holds; the first two find the point.
HEADINGS: Mapping[str, str] = {
    "Mã": "pk", "Điểm bán": "name", "Năm": "year", "Quý": "quarter", "Doanh thu (đồng)": "total",
    "Trong đó OCOP (đồng)": "ocop", "Ghi chú": "note",
}  # fmt: skip
_NEEDED = {"year", "quarter", "total", "ocop"}


@dataclass
class RevenueRow(ReadLine):
    """The revenue of one point in one quarter."""

    point: SalesPoint | None = None
    year: int = 0
    quarter: int = 0

    replaced = "Thay số liệu đã ghi"


def read_revenues(user: Any, data: bytes) -> list[RevenueRow]:
    """Every filled line with its verdict. Raises UploadRefused with a sentence."""
    lines = list(sheet_lines(data))
    if not lines:
        raise UploadRefused("Bảng tính không có dòng nào. Tải mẫu, điền rồi nộp lại.")
    names = {fold(heading): column for heading, column in HEADINGS.items()}
    heads = [fold(cell_text(cell)) for cell in lines[0][1]]
    columns = {place: names[head] for place, head in enumerate(heads) if head in names}
    if not set(columns.values()) >= _NEEDED or not {"pk", "name"} & set(columns.values()):
        raise UploadRefused("Dòng đầu phải có các cột như mẫu tải từ trang này.")
    known = _Known(user)
    rows = []
    for number, cells in lines[1:]:
        raw = {column: cells[place] if place < len(cells) else None for place, column in columns.items()}
        if any(cell_text(raw.get(column)) for column in ("total", "ocop", "note")):  # an empty quarter is left out
            rows.append(_row(known, number, raw))
    if not rows:
        raise UploadRefused("Bảng tính chưa có dòng nào ghi doanh thu.")
    _mark_doubles(rows)
    return rows


class _Known:
    """Points whose revenue the person may enter, by number and by name."""

    def __init__(self, user: Any) -> None:
        points = visible_points(user).select_related("district", "commune", "producer")
        self.points = {point.pk: point for point in points if rules.can_stock(user, point)}
        self.by_name: dict[str, list[SalesPoint]] = {}
        for point in self.points.values():
            self.by_name.setdefault(fold(point.name), []).append(point)
        told = PointRevenue.objects.filter(point__in=self.points)
        self.told = set(told.values_list("point", "year", "quarter"))

    def find(self, pk: str, name: str) -> SalesPoint | str:
        """The point, or the sentence that says why none was found."""
        if pk:
            point = self.points.get(int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 12 else None
            if point is None:
                return f"mã {pk[:20]} không phải điểm bán bạn ghi được"
            return point if not name or fold(name) == fold(point.name) else f"mã {pk} là của {point.name}"
        same = self.by_name.get(fold(name), [])
        if len(same) == 1:
            return same[0]
        return "có nhiều điểm bán cùng tên, ghi thêm mã" if same else "không có điểm bán này trong địa bàn của bạn"


def _row(known: _Known, number: int, raw: Mapping[str, Any]) -> RevenueRow:
    row = RevenueRow(number, cell_text(raw.get("name")) or cell_text(raw.get("pk")))
    found = known.find(cell_text(raw.get("pk")), cell_text(raw.get("name")))
    if isinstance(found, str):
        row.problems.append(found)
    else:
        row.point, row.name = found, found.name
    row.year, row.quarter = _period(cell_text(raw.get("year")), cell_text(raw.get("quarter")), row)
    for column, label in (("total", "doanh thu"), ("ocop", "doanh thu OCOP")):
        try:
            told = figure(raw.get(column), whole=False)
            if told is None:
                row.problems.append(f"{label}: để trống; không có thì ghi 0")
            row.values[column] = told or 0
        except ValueError as error:
            row.problems.append(f"{label}: {error}")
    row.values["note"] = cell_text(raw.get("note"))[:200]
    if not row.problems and row.values["ocop"] > row.values["total"]:
        row.problems.append("doanh thu OCOP lớn hơn doanh thu")
    row.replaces = row.point is not None and (row.point.pk, row.year, row.quarter) in known.told
    return row


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _period(year: str, quarter: str, row: RevenueRow) -> tuple[int, int]:
    short = fold(quarter).removeprefix("quy").strip()
    number = _ROMAN.get(short) or (int(short) if short.isascii() and short.isdigit() and len(short) == 1 else 0)
    whole = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
    now = today()
    if not 1 <= number <= 4 or not 2018 <= whole <= now.year:
        row.problems.append(f"“{quarter[:10]}/{year[:10]}” không phải quý của một năm đã qua")
    elif (whole, number) > (now.year, (now.month + 2) // 3):
        row.problems.append("chưa đến quý này")
    return whole, number


def _mark_doubles(rows: Sequence[RevenueRow]) -> None:
    seen: dict[tuple[int, int, int], int] = {}
    for row in rows:
        if row.point is None:
            continue
        first = seen.setdefault((row.point.pk, row.year, row.quarter), row.line)
        if first != row.line:
            row.problems.append(f"trùng với dòng {first}")
