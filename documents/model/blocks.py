"""The pieces of a paper's body. Data only: how they look is the renderers' business."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from documents.model.inline import EMPTY, Text


class Align(Enum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Look(Enum):
    """How a paragraph stands on the page."""

    BODY = "body"  # justified, first line indented
    FLUSH = "flush"  # justified, no indent
    CENTER = "center"
    CENTER_SMALL = "center small"
    NOTE = "note"  # smaller, italic, no indent
    SMALL = "small"  # smaller, no indent


@dataclass(frozen=True, slots=True)
class P:
    """A paragraph."""

    text: Text
    look: Look = Look.BODY


@dataclass(frozen=True, slots=True)
class Heading:
    """A titled division: level 1 is "I.", level 2 is "1.", level 3 is "a)"."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Dieu:
    """An article of a decision; its number is bold, its clauses follow as paragraphs."""

    number: int
    text: Text
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; neighbours with the same `group` share a head above their own."""

    title: str
    mm: float
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that spans columns or stands differently from its column."""

    text: Text
    align: Align | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells."""

    cells: tuple[Text | Cell, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A bold row that names the rows below it."""

    number: str
    text: Text


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A bold row that never stands alone on a page."""

    cells: tuple[Text | Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: fixed widths, the head on every page, rows never split."""

    columns: tuple[Column, ...]
    rows: tuple[Row | GroupRow | TotalRow, ...]
    unit: str = ""
    numbered: bool = False
    size_pt: int = 12
    splits: bool = False  # may go on over the page even when it is short: a list right under a title

    @property
    def width_mm(self) -> float:
        """Sum of the column widths."""
        return sum(column.mm for column in self.columns)


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value, one pair a line; an empty value is a dotted line for a pen."""

    pairs: tuple[tuple[str, Text], ...]
    label_mm: float = 46


@dataclass(frozen=True, slots=True)
class DottedLines:
    """Lines to write on by hand."""

    count: int = 3


@dataclass(frozen=True, slots=True)
class ScoreOption:
    """One step of a criterion."""

    points: str
    label: str
    stars: int = 0  # the minimum for this many stars, marked *** as in the law
    chosen: bool = False
    none_of_them: bool = False  # "Không đạt mức nào"
    case: str = ""  # printed above the first step of a case, where the law has two: "Trường hợp 1: …"


@dataclass(frozen=True, slots=True)
class ScoreCriterion:
    """A criterion with its steps and, when scored, its points."""

    code: str
    name: str
    maximum: str
    options: tuple[ScoreOption, ...]
    stars: int = 0
    condition: str = ""
    score: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSection:
    """A numbered section of a part."""

    code: str
    name: str
    maximum: str
    criteria: tuple[ScoreCriterion, ...]

    @property
    def is_own_criterion(self) -> bool:
        """A section of one criterion of the same name is printed once."""
        return len(self.criteria) == 1 and self.criteria[0].name == self.name


@dataclass(frozen=True, slots=True)
class ScorePart:
    """Part A, B or C."""

    code: str
    name: str
    maximum: str
    sections: tuple[ScoreSection, ...]
    score: str = ""


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The score sheet's table: every criterion with its steps, the chosen one ticked."""

    parts: tuple[ScorePart, ...]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A place to sign: capacity and title, room for the signature, the name."""

    lines: tuple[str, ...]
    name: str = ""
    caption: str = ""
    office: str = ""  # the office held, when a council uses its body's seal
    place_and_date: Text = EMPTY  # above the block, on papers without it in the head
    picture: str = ""  # a signature drawn on a screen, as a data: address of a PNG
    free_lines: int = (
        0  # of a draft: what the name and a longer capacity will take, so that its pages are the issued ones
    )


Block = P | Heading | Dieu | Table | Fields | DottedLines | ScoreTable
