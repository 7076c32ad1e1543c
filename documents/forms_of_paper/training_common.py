"""Pieces that the papers of a class share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.forms_of_paper.common import C
from documents.model import Annex, Block, Column, P, Row, Table, Text, bold, joined
from documents.papers_common import pen_room


@dataclass(frozen=True, slots=True)
class Learner:
    """One line of a list of participants."""

    name: str
    position: str = ""
    organisation: str = ""
    phone: str = ""
    note: str = ""


def learners_table(learners: Sequence[Learner], *, last: str = "Ghi chú") -> Table:
    """TT | Họ và tên | Chức vụ | Cơ quan, cơ sở | and a last column."""
    columns = (
        Column("TT", 10, C), Column("Họ và tên", 44), Column("Chức vụ", 33), Column("Cơ quan, cơ sở", 50), Column(last, 28),
    )  # fmt: skip
    rows = tuple(
        Row((str(number), item.name, item.position, item.organisation, item.note))
        for number, item in enumerate(learners, 1)
    )
    return Table(columns, rows)


def learners_annex(title: str, learners: Sequence[Learner], *, last: str = "Ghi chú", attached_to: Text = "") -> Annex:
    """The list on a page of its own."""
    return Annex(title=title, blocks=(learners_table(learners, last=last),), attached_to=attached_to)


def content_lines(label: str, text: str) -> list[str]:
    """What is taught: one matter stands behind its label, several each on a line of their own."""
    parts = [part.strip(" ;.-") for part in text.splitlines() if part.strip(" ;.-")]
    if len(parts) < 2:
        return [f"{label}: {''.join(parts)}."]
    return [f"{label}:", *(f"- {part};" for part in parts[:-1]), f"- {parts[-1]}."]


def labelled(line: str, labels: Sequence[str]) -> Block:
    """A line whose label prints in bold."""
    for label in labels:
        if line.startswith(label):
            return P(joined(bold(label), pen_room(line[len(label) :])))
    return P(pen_room(line))
