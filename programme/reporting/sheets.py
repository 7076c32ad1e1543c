"""A table as plain data: the same rows go to the paper, to the screen and into the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from core.formats import number_vn

Cell = str | int


@dataclass(frozen=True)
class SheetColumn:
    """A column: its head, its width on paper, how its text stands, and the head that it shares with neighbours."""

    title: str
    mm: float
    align: str = "center"
    group: str = ""


@dataclass(frozen=True)
class SheetRow:
    """A row, a group's name, or a sum."""

    kind: str
    cells: tuple[Cell, ...]

    @property
    def shown(self) -> list[str]:
        """The cells as a reader sees them."""
        return [number_vn(cell) if isinstance(cell, int) else cell for cell in self.cells]


@dataclass(frozen=True)
class Sheet:
    """One table of the annex."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    landscape: bool = False
    unit: str = ""
    size_pt: int = 12
    number: int = 0

    @property
    def name(self) -> str:
        """How sentences and spreadsheets call it."""
        return f"Biểu {self.number}"

    @property
    def upper(self) -> list[tuple[str, int, int]]:
        """The first row of the head: words, columns and rows that it spans."""
        grouped = any(one.group for one in self.columns)
        found: list[tuple[str, int, int]] = []
        for name, members in groupby(self.columns, key=lambda one: one.group):
            columns = list(members)
            if name:
                found.append((name, len(columns), 1))
            else:
                found += [(one.title, 1, 2 if grouped else 1) for one in columns]
        return found

    @property
    def lower(self) -> list[str]:
        """The second row of the head: columns under a shared head."""
        return [one.title for one in self.columns if one.group]

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Kind of each row and its cells, each with how it stands."""
        return [
            (one.kind, [(text, column.align) for text, column in zip(one.shown, self.columns, strict=False)])
            for one in self.rows
        ]

    @property
    def plain_title(self) -> str:
        """The title outside capitals."""
        return self.title.capitalize().replace("ocop", "OCOP")

    def to_json(self, number: int) -> dict[str, Any]:
        """As the report keeps it."""
        return {
            "number": number,
            "title": self.title,
            "landscape": self.landscape,
            "unit": self.unit,
            "size": self.size_pt,
            "columns": [[one.title, one.mm, one.align, one.group] for one in self.columns],
            "rows": [[one.kind, list(one.cells)] for one in self.rows],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Sheet:
        """As it was kept."""
        return cls(
            title=data["title"],
            columns=tuple(SheetColumn(*one) for one in data["columns"]),
            rows=tuple(SheetRow(kind, tuple(cells)) for kind, cells in data["rows"]),
            landscape=data["landscape"],
            unit=data["unit"],
            size_pt=data["size"],
            number=data["number"],
        )


def column(title: str, mm: float, align: str = "center", group: str = "") -> SheetColumn:
    """A column."""
    return SheetColumn(title, mm, align, group)


def row(*cells: Cell) -> SheetRow:
    """A plain row."""
    return SheetRow("row", cells)


def group(number: str, text: str) -> SheetRow:
    """A row that names the rows below it."""
    return SheetRow("group", (number, text))


def total(*cells: Cell) -> SheetRow:
    """A sum."""
    return SheetRow("total", cells)
