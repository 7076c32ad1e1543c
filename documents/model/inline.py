"""Text inside a line: plain words, bold or italic words, room for a pen, a forced line end.

Nothing here is markup. A renderer escapes every character, so text that a person typed can never become a tag,
a field code or a template.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty room on the line, for a number or a day that is not known yet."""

    mm: float


@dataclass(frozen=True, slots=True)
class Break:
    """A line end chosen by the writer."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a form, ticked or open."""

    ticked: bool = False


Inline = str | Span | Blank | Break | Box
Text = Inline | tuple[Inline, ...]
Run = Span | Blank | Break | Box

NUMBER_BLANK = Blank(14)
DAY_BLANK = Blank(7)
EMPTY: Text = ""


def runs(text: Text) -> tuple[Run, ...]:
    """Return the text as runs in Unicode NFC, without control characters."""
    parts: Iterable[Inline] = text if isinstance(text, tuple) else (text,)
    return tuple(
        Span(_clean(part)) if isinstance(part, str) else _clean_span(part) if isinstance(part, Span) else part
        for part in parts
    )


def plain(text: Text) -> str:
    """The words alone; a blank counts as dots, as one reads it aloud."""
    return "".join(_read_out(run) for run in runs(text))


def _read_out(run: Run) -> str:
    match run:
        case Span():
            return run.text
        case Box():
            return "☒" if run.ticked else "☐"
        case Break():
            return " "
        case _:
            return "…"


def joined(*parts: Text) -> Text:
    """Put texts one after another."""
    out: list[Inline] = []
    for part in parts:
        out.extend(part if isinstance(part, tuple) else (part,))
    return tuple(item for item in out if item != "")


def bold(text: str) -> Span:
    """Words in bold."""
    return Span(text, bold=True)


def italic(text: str) -> Span:
    """Words in italics."""
    return Span(text, italic=True)


def styled(text: Text, *, is_bold: bool = False, is_italic: bool = False) -> Text:
    """The same text with a style added to each of its words."""
    return tuple(
        Span(run.text, run.bold or is_bold, run.italic or is_italic) if isinstance(run, Span) else run
        for run in runs(text)
    )


def leads(text: Text) -> bool:
    """Whether the words lead into the next ones, on the same page: they end with a colon, or are bold as headings are."""
    found = runs(text)
    is_heading = bool(found) and all(isinstance(run, Span) and run.bold for run in found)
    return is_heading or plain(text).rstrip().endswith(":")


def _clean(text: str) -> str:
    kept = "".join(ch for ch in text if ch in "\t\n" or unicodedata.category(ch) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept).replace("\n", " ").replace("\t", " ")


def _clean_span(span: Span) -> Span:
    return Span(_clean(span.text), span.bold, span.italic)
