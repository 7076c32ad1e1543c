"""Which column is which: headings in Vietnamese, wherever the heading row is, in one row or in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from core.text import fold
from products.imports.cells import raw_text
from products.imports.reading import Sheet

LOOK_ROWS = 40
_NOISE = re.compile(r"\((?:[^)]*)\)|[*:]+|\bdvt\b.*$")
_SHORT = {
    "qd": "quyet dinh",
    "gcn": "giay chung nhan",
    "sp": "san pham",
    "sx": "san xuat",
    "dc": "dia chi",
    "sdt": "so dien thoai",
}
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_FACTORS = (
    (re.compile(r"\bty\b|\bti dong\b"), 1_000_000_000),
    (re.compile(r"\btrieu\b|\btr\.? ?d\b|\btrd\b"), 1_000_000),
    (re.compile(r"\bnghin\b|\bngan\b|\b1\.?000 ?d"), 1_000),
)
_QUANTITY = re.compile(r"\b(tan|ta|kg|ki lo gam|lit|lit/nam|hop|chai|con|san pham|cai|bo|qua|goi|luot khach)\b")


@dataclass(frozen=True)
class Spec:
    """A field that a sheet may bring: its key, its name for people, and the headings that officers write over it."""

    key: str
    label: str
    headings: tuple[str, ...]
    required: bool = False
    parent: bool = False  # written once over several rows
    yearly: bool = False
    money: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """What one column of the sheet is taken for. `field` is empty for a column that is left out."""

    index: int
    heading: str
    field: str = ""
    year: int | None = None
    factor: int = 1
    unit: str = ""

    def as_json(self) -> dict[str, Any]:
        """For storing."""
        return {"index": self.index, "heading": self.heading, "field": self.field, "year": self.year,
                "factor": self.factor, "unit": self.unit}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Where the headings stand (`row` from zero, over `depth` rows) and what each column is."""

    row: int
    depth: int
    columns: tuple[Column, ...]

    @property
    def score(self) -> int:
        """How many fields were recognised."""
        return sum(bool(column.field) for column in self.columns)


def _plain(heading: str) -> str:
    """A heading without case, accents, remarks in brackets and years."""
    folded = _YEAR.sub(" ", _NOISE.sub(" ", fold(heading).replace("_", " ")))
    words = re.sub(r"[^a-z0-9% ]", " ", folded).split()
    return " ".join(_SHORT.get(word, word) for word in words)


@lru_cache(maxsize=2_000)
def _words(heading: str) -> frozenset[str]:
    return frozenset(heading.split())


def _closeness(plain: str, spec: Spec) -> float:
    """1 for the same words, less when the heading says more or less than a known one; 0 when unlike."""
    best = 0.0
    own = plain.removesuffix(" nam").removeprefix("nam ") if spec.yearly else plain
    for known in map(_plain, spec.headings):
        if own == known:
            return 1.0
        mine, theirs = _words(own), _words(known)
        if not mine or not theirs:
            continue
        if theirs <= mine or (len(mine) > 1 and mine <= theirs):
            best = max(best, 0.9 * len(mine & theirs) / len(mine | theirs))
    return best if best >= 0.5 else 0.0


def recognise_one(heading: str, specs: Iterable[Spec], above: str = "") -> tuple[str, float]:
    """The field whose headings come closest to this one, and how close; the heading above may complete it."""
    only_a_year = bool(above) and _plain(heading) in {"", "nam"}
    tries = [] if only_a_year else [heading]
    tries += [f"{above} {heading}"] if above else []
    found = [(spec.key, _closeness(_plain(text), spec)) for text in tries for spec in specs]
    return max(found, key=lambda pair: pair[1], default=("", 0.0))


def _year_of(text: str) -> int | None:
    years = {int(match[1]) for match in _YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None


def describe(index: int, heading: str, above: str, specs: Sequence[Spec], taken: dict[str, float]) -> Column:
    """One column as its headings say; a field that a closer heading took stays with that one."""
    whole = f"{above} {heading}".strip() if above and above != heading else heading
    key, close = recognise_one(heading, specs, above if above != heading else "")
    folded = fold(whole)
    factor = next((size for pattern, size in _FACTORS if pattern.search(folded)), 1)
    unit = _QUANTITY.search(folded)
    spec = next((one for one in specs if one.key == key), None)
    year = _year_of(whole) if spec is not None and spec.yearly else None
    name = f"{key}:{year}" if year else key
    if not key or not close or taken.get(name, 0.0) >= close:
        return Column(index, whole)
    taken[name] = close
    written = re.search(r"\(([^)]*)\)", whole)
    quantity = written[1] if written and unit and unit[1] in fold(written[1]) else ""
    return Column(index, whole, key, year, factor if spec and spec.money else 1, quantity)


def columns_of(sheet: Sheet, row: int, depth: int, specs: Sequence[Spec]) -> tuple[Column, ...]:
    """Describe each column by the heading rows; merged headings count for every column under them."""
    lines = [_heading_cells(sheet, row + step) for step in range(depth)]
    width = max((len(line) for line in lines), default=0)
    pairs = []
    for index in range(width):
        texts = [line[index] if index < len(line) else "" for line in lines]
        below = next((text for text in reversed(texts) if text), "")
        above = texts[0] if depth > 1 and texts[0] != below else ""
        pairs.append((index, below, above))
    taken: dict[str, float] = {}
    found = [describe(index, below, above, specs, taken) for index, below, above in pairs]
    closest: dict[tuple[str, int | None], int] = {}
    for column in found:
        if column.field:
            closest[column.field, column.year] = column.index  # the last that won is the closest
    return tuple(
        column if not column.field or closest[column.field, column.year] == column.index else replace(column, field="")
        for column in found
    )


def _heading_cells(sheet: Sheet, row: int) -> list[str]:
    cells = [raw_text(value) for value in sheet.rows[row]] if row < len(sheet.rows) else []
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and top < len(sheet.rows) and left < len(sheet.rows[top]):
            value = raw_text(sheet.rows[top][left])
            for place in range(left, min(right + 1, len(cells))):
                cells[place] = cells[place] or value
    return cells


def recognise(sheet: Sheet, specs: Sequence[Spec]) -> Found | None:
    """Look for the heading row among the first rows; None when nothing looks like one."""
    best: Found | None = None
    for row in range(min(LOOK_ROWS, len(sheet.rows))):
        if sum(value is not None for value in sheet.rows[row]) < 2:
            continue
        for depth in (1, 2):
            if row + depth >= len(sheet.rows) + 1 or (depth == 2 and not _continues(sheet, row)):
                continue
            found = Found(row, depth, columns_of(sheet, row, depth, specs))
            if found.score >= 2 and (best is None or found.score > best.score):
                best = found
    return best


def _continues(sheet: Sheet, row: int) -> bool:
    """Say whether headings go on in the next row: a heading is merged over several columns, or down over both rows."""
    return row + 1 < len(sheet.rows) and any(
        top == row and (right > left or bottom > row) for top, left, bottom, right in sheet.merged
    )
