"""From a sheet and its columns to rows that each stand alone: merged cells, cells written once, rows that head a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from core.text import fold
from products.imports.cells import is_empty, raw_text
from products.imports.headings import Column, Spec
from products.imports.reading import Sheet

_ENDING = re.compile(
    # "Công ty", "Tổng công ty" and people of the family Tống are no sums.
    r"^(tong cong(?! ty)\b|tong so\b|(tong|cong)\s*([:.].*|\d*)$|nguoi lap( bieu)?|noi nhan|thu truong|ghi chu\s*:"
    r"|tm\. |kt\. |chu tich|.*, ngay \d+ thang)"
)
_PROPOSED = re.compile(r"\b(de nghi|de xuat|trinh|chuyen)\b")
_STARS = re.compile(r"(?:hang\s*)?([3-5])\s*sao|(?<!\*)(\*{3,5})(?!\*)")
_NUMBER = re.compile(r"[IVXLC]+\.?|\d{1,3}\.?|[A-Z]\.?")
_LETTERED = re.compile(r"[IVXLC]+\.?|[A-Z]\.?")
_ROMAN = re.compile(r"^[ivxlc]+[.\s|]")
_HEADING_CELLS = 3
_ORDINAL = ("tt", "stt", "so tt", "so thu tu", "s tt")
_GROUP_PLACE = re.compile(r"^(?:[ivxlc]+|\d+|[a-z])?[\s.)|:\-]*((?:huyen|thanh pho|thi xa|tp|xa|phuong|thi tran)\b.*)$")


@dataclass
class Group:
    """What the last heading row of a group said for the rows under it."""

    stars: int | None = None
    proposed: bool = False
    place: str = ""


@dataclass
class SheetRow:
    """One row that lists something. `number` is the file's own row number, `cells` are by field (and year)."""

    number: int
    cells: dict[tuple[str, int | None], Any]
    group: Group = field(default_factory=Group)
    columns: dict[tuple[str, int | None], Column] = field(default_factory=dict)

    def get(self, key: str, year: int | None = None) -> Any:
        """The cell of a field."""
        return self.cells.get((key, year))

    def factor(self, key: str, year: int | None = None) -> int:
        """How many dong the heading's unit of money is."""
        column = self.columns.get((key, year))
        return column.factor if column else 1

    def unit(self, key: str, year: int | None = None) -> str:
        """The unit of quantity that the heading names."""
        column = self.columns.get((key, year))
        return column.unit if column else ""


def rows_of(
    sheet: Sheet, columns: Sequence[Column], first: int, specs: Sequence[Spec], *, fill_down: bool
) -> list[SheetRow]:
    """Rows from `first` (from zero) on that list something; titles, totals, signatures and empty rows are passed over."""
    used = [column for column in columns if column.field]
    parents = {spec.key for spec in specs if spec.parent}
    ordinal = next((column.index for column in columns if fold(column.heading).strip(" .") in _ORDINAL), None)
    merged = _merged_values(sheet, first)
    found: list[SheetRow] = []
    by_field = {(column.field, column.year): column for column in used}
    group = Group()
    merged_across = {top for top, left, _, right in sheet.merged if right > left}
    for index in range(first, len(sheet.rows)):
        row = sheet.rows[index]
        wide = index in merged_across
        heading = _group_heading(row, {column.index for column in used}, wide=wide, ordinal=ordinal)
        if heading is not None:
            group = _group(heading, group)
            continue
        cells = {(column.field, column.year): _cell(row, merged, index, column.index) for column in used}
        if all(is_empty(value) for value in cells.values()) or _is_ending(row):
            continue
        if _is_numbering(row, used):
            continue
        follows = ordinal is not None and ordinal < len(row) and row[ordinal] is None
        if found and (fill_down or follows):
            for key, value in cells.items():
                if key[0] in parents and value is None:
                    cells[key] = found[-1].cells.get(key)
        found.append(SheetRow(index + 1, cells, group, by_field))
    return found


def _cell(row: list[Any], merged: dict[tuple[int, int], Any], index: int, place: int) -> Any:
    value = row[place] if place < len(row) else None
    return merged.get((index, place)) if value is None else value


def _merged_values(sheet: Sheet, first: int) -> dict[tuple[int, int], Any]:
    """Values of cells merged downwards, for every row that they cover."""
    found: dict[tuple[int, int], Any] = {}
    for top, left, bottom, _right in sheet.merged:
        if top >= first and bottom > top and left < len(sheet.rows[top]):
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                found[row, left] = sheet.rows[top][left]
    return found


def _group_heading(row: list[Any], used: set[int], *, wide: bool, ordinal: int | None) -> str | None:
    """The words of a row that heads a group: its only text, merged over columns, numbered I, II, or telling a rank or place."""
    filled = [(place, value) for place, value in enumerate(row) if value is not None]
    if len(filled) > _HEADING_CELLS:
        return None
    texts = [(place, raw_text(value)) for place, value in filled]
    words = [(place, text) for place, text in texts if place != ordinal and not _NUMBER.fullmatch(text)]
    if len(words) != 1:
        return None
    place, text = words[0]
    folded = fold(text)
    tells = bool(_STARS.search(folded) or _GROUP_PLACE.match(folded) or _ROMAN.match(folded))
    roman = any(_LETTERED.fullmatch(other) for at, other in texts if at != place)
    return text if wide or roman or place not in used or (tells and len(used) > 1) else None


def _group(words: str, before: Group) -> Group:
    """What a heading says; a heading of places keeps the rank of the group around it, and the other way round."""
    folded = fold(words)
    stars = _STARS.search(folded)
    place = _GROUP_PLACE.match(folded)
    if stars or _PROPOSED.search(folded):
        rank = int(stars[1]) if stars and stars[1] else len(stars[2]) if stars else None
        return Group(rank, bool(_PROPOSED.search(folded)), before.place)
    if place:
        start = place.start(1) if len(folded) == len(words) else 0
        return Group(before.stars, before.proposed, words[start:])
    return before


def _is_ending(row: list[Any]) -> bool:
    first = [value for value in row if value is not None][:2]
    return any(isinstance(value, str) and _ENDING.match(fold(raw_text(value))) for value in first)


def _is_numbering(row: list[Any], used: list[Column]) -> bool:
    """The row "(1) (2) (3)" or "1 2 3" under the headings."""
    values = [row[column.index] for column in used if column.index < len(row)]
    if isinstance(values[0] if values else None, str) and len(values[0]) > 4:
        return False
    texts = [raw_text(value) for value in values]
    figures = [int(text.strip("()")) for text in texts if re.fullmatch(r"\(?\d{1,2}\)?", text)]
    return len(figures) == len(texts) > 2 and all(b > a for a, b in pairwise(figures))
