"""Geometry of the year's charts: SVG attributes only, so that no style attribute is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.formats import number_vn
from programme.measuring import Point
from programme.queries import TaskLine

WIDTH = 640
ROW = 30
BAR = 20
DIGIT = 9  # width of a figure at the charts' size, with room to spare


@dataclass(frozen=True)
class Segment:
    """One piece of a bar; its figure is left out where it does not fit, and stands in the table."""

    x: int
    width: int
    css: str
    text: str
    middle: int


@dataclass(frozen=True)
class BarRow:
    """One bar with its label and total."""

    label: str
    y: int
    text_y: int
    segments: tuple[Segment, ...]
    total: str
    total_x: int


@dataclass(frozen=True)
class Bars:
    """Horizontal bars."""

    rows: tuple[BarRow, ...]
    height: int
    width: int
    labels: int


def bars(rows: Sequence[tuple[str, Sequence[Decimal | int]]], *, labels: int = 150, width: int = WIDTH) -> Bars:
    """Stacked bars, one a row, of one or more series (`s1`, `s2`, `s3`)."""
    most = max((sum(values) for _, values in rows), default=0) or 1
    room = width - labels - 70
    found = []
    for number, (label, values) in enumerate(rows):
        x, pieces = labels, []
        for series, value in enumerate(values, 1):
            length = round(float(value) / float(most) * room)
            if value:
                text = number_vn(value)
                fits = length >= len(text) * DIGIT + 6 and len(values) > 1
                pieces.append(Segment(x, max(length - 1, 2), f"s{series}", text if fits else "", x + length // 2))
            x += length
        total = sum(values, Decimal(0))
        y = number * ROW
        found.append(BarRow(label, y + 4, y + 4 + BAR - 5, tuple(pieces), number_vn(total), x + 8))
    return Bars(tuple(found), len(rows) * ROW + 4, width, labels)


@dataclass(frozen=True)
class Mark:
    """One column of a column chart."""

    label: str
    x: int
    middle: int
    y: int
    width: int
    height: int
    text: str


@dataclass(frozen=True)
class Columns:
    """Columns over months, with a dashed line at the plan when there is one."""

    marks: tuple[Mark, ...]
    width: int
    height: int
    base: int
    label_y: int
    line_y: int | None
    line_text: str


def columns(
    values: Sequence[tuple[str, Decimal | int]],
    *,
    planned: Decimal | None = None,
    width: int = WIDTH,
    height: int = 200,
) -> Columns:
    """Columns with their figures on top."""
    top, base = 30, height - 28
    most = max([float(value) for _, value in values] + ([float(planned)] if planned else []), default=0) or 1
    step = width / max(len(values), 1)
    marks = []
    for number, (label, value) in enumerate(values):
        tall = round(float(value) / most * (base - top))
        x = round(number * step + step * 0.18)
        wide = round(step * 0.64)
        marks.append(
            Mark(label, x, x + wide // 2, base - tall, wide, tall, number_vn(value, None if value == int(value) else 1))
        )
    line = None if planned is None else round(base - float(planned) / most * (base - top))
    text = "" if planned is None else f"kế hoạch {number_vn(planned)}"
    return Columns(tuple(marks), width, height, base, height - 8, line, text)


def months(points: Sequence[Point], planned: Decimal) -> Columns | None:
    """What had been reached at the end of each month."""
    if not points:
        return None
    return columns([(f"T{point.day.month}", point.value) for point in points], planned=planned)


@dataclass(frozen=True)
class CalendarBar:
    """One task across the year; the darker part is what is done."""

    line: TaskLine
    y: int
    x: int
    width: int
    done: int
    css: str
    text_x: int
    anchor: str


@dataclass(frozen=True)
class Calendar:
    """The year as twelve months with a bar for each task."""

    bars: tuple[CalendarBar, ...]
    months: tuple[tuple[int, int, str], ...]
    today_x: int | None
    width: int
    height: int


def calendar(lines: Sequence[TaskLine], year: int, today: dt.date) -> Calendar:
    """Place the tasks of a year."""
    width, top = 900, 34
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    scale = width / ((last - first).days + 1)

    def place(day: dt.date) -> int:
        return round((min(max(day, first), last + dt.timedelta(days=1)) - first).days * scale)

    months_of_year = tuple(
        (place(dt.date(year, month, 1)), place(dt.date(year, month, 15)), f"T{month}") for month in range(1, 13)
    )
    drawn = []
    for number, line in enumerate(lines):
        x, end = place(line.task.starts_on), place(line.task.ends_on + dt.timedelta(days=1))
        wide = max(end - x, 4)
        where = (x + 2, "start") if x < width * 0.45 else (x + wide, "end")
        drawn.append(
            CalendarBar(line, top + number * 34, x, wide, wide * line.percent // 100, line.standing.value, *where)
        )
    inside = first <= today <= last
    return Calendar(tuple(drawn), months_of_year, place(today) if inside else None, width, top + len(lines) * 34)


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """The table behind a chart."""
    return {"headings": list(headings), "rows": [[_cell(value) for value in row] for row in rows]}


def _cell(value: Any) -> str:
    return number_vn(value) if isinstance(value, Decimal | int) else str(value)
