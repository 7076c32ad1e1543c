"""A whole paper, in the terms of Decree 30/2020/NĐ-CP, Appendix I."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from documents.model.blocks import Block, Sign
from documents.model.inline import DAY_BLANK, EMPTY, NUMBER_BLANK, Inline, Text

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True, slots=True)
class PaperDate:
    """A date as a paper writes it; what is not known yet stays open for a pen."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, value: date) -> PaperDate:
        """Take a full date."""
        return cls(value.year, value.month, value.day)

    @classmethod
    def month_of(cls, value: date) -> PaperDate:
        """Month and year are foreseen, the day is not."""
        return cls(value.year, value.month)

    def text(self) -> Text:
        """Write "ngày 05 tháng 01 năm 2024": days below 10 and the months 1 and 2 take a zero (Appendix I, II.4)."""
        day = f"{self.day:02d}" if self.day else DAY_BLANK
        month = (f"{self.month:02d}" if self.month <= 2 else str(self.month)) if self.month else DAY_BLANK
        return _merged(("ngày ", day, " tháng ", month, f" năm {self.year}"))


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """Number and symbol; a draft has none and leaves room."""

    number: int | None
    symbol: str

    def text(self) -> Text:
        """The words on the line; what is unknown is room for a pen."""
        return f"{self.number:02d}/{self.symbol}" if self.number else _merged((NUMBER_BLANK, f"/{self.symbol}"))


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: own page, own page numbers."""

    title: str
    blocks: tuple[Block, ...]
    attached_to: Text = EMPTY  # the words inside "(Kèm theo …)"
    landscape: bool = False
    unnumbered: bool = False  # a part of the paper on a page of its own, not an annex in the decree's sense


@dataclass(frozen=True, slots=True)
class Doc:
    """One paper. Empty parts are left out; the order on the page is the decree's."""

    body_lines: tuple[str, ...]  # the issuing body, broken by hand where it is long; none on an applicant's paper
    superior_lines: tuple[str, ...] = ()
    number: PaperNumber | None = None
    place: str = ""
    date: PaperDate | None = None
    kind: str = ""  # "QUYẾT ĐỊNH"; empty for a công văn, whose subject is "V/v …"
    subject: str = ""
    under_subject: Text = EMPTY
    authority: str = ""
    bases: tuple[Text, ...] = ()
    order: str = ""
    addressees: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signs: tuple[Sign, ...] = ()  # left to right; one stands at the right, beside "Nơi nhận"
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    landscape: bool = False
    draft: bool = False
    title: str = ""  # of the file; made from kind and subject when empty

    @property
    def file_title(self) -> str:
        """The title that the file carries."""
        return self.title or f"{self.kind.capitalize()} {self.subject}".strip() or "Văn bản"

    def as_draft(self) -> Doc:
        """The same paper, marked DỰ THẢO."""
        return replace(self, draft=True)

    def annex_label(self, position: int) -> str:
        """Write "Phụ lục" for the only one, Roman figures for several."""
        if self.annexes[position - 1].unnumbered:
            return ""
        return "Phụ lục" if len(self.annexes) == 1 else f"Phụ lục {ROMAN[position]}"


def _merged(parts: tuple[Inline, ...]) -> Text:
    """Join neighbouring words, so that a date without blanks is one plain string."""
    out: list[Inline] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        else:
            out.append(part)
    return tuple(out) if len(out) > 1 else out[0]
