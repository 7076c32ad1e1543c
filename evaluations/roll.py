"""Who counts in one assessment: pure arithmetic on rows, no database (DOMAIN §4).

A recused member is out of quorum and mean; an absent one out of the mean; in written mode who has not answered by the
reply date is as if absent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from evaluations.enums import CouncilRole, Presence, SheetState
from evaluations.quorum import Quorum, Seat, quorum_of


@dataclass(frozen=True)
class RollRow:
    """One member in one assessment. No points, no comments: this row may be shown while scoring goes on."""

    member_id: int
    user_id: int
    label: str
    organisation: str
    role: str
    scores: bool
    presence: str
    recusal: str | None = None
    sheet_id: int | None = None
    sheet_state: str | None = None
    submitted_at: dt.datetime | None = None

    @property
    def votes(self) -> bool:
        """Whether the member belongs to this assessment's quorum base."""
        return self.scores and self.recusal is None

    @property
    def submitted(self) -> bool:
        """Whether a sheet of this member waits to be counted."""
        return self.sheet_state == SheetState.SUBMITTED

    @property
    def is_here(self) -> bool:
        """Whether attendance says present."""
        return self.presence == Presence.PRESENT

    @property
    def is_away(self) -> bool:
        """Whether attendance says absent."""
        return self.presence == Presence.ABSENT


@dataclass(frozen=True)
class Condition:
    """One condition for closing, as the room lists it."""

    met: bool
    text: str


@dataclass(frozen=True)
class Roll:
    """All members of the session with regard to one assessment."""

    rows: tuple[RollRow, ...]
    fraction: Fraction
    chair_must_attend: bool
    vice_chair_may_replace: bool = True
    presider_id: int | None = None
    written: bool = False
    reply_over: bool = False
    asked_to_reopen: int = 0  # requests that nobody settled yet

    @property
    def voters(self) -> tuple[RollRow, ...]:
        """Members of the quorum base."""
        return tuple(row for row in self.rows if row.votes)

    @property
    def expected(self) -> tuple[RollRow, ...]:
        """Members whose sheet must be in before closing."""
        if not self.written:
            return tuple(row for row in self.voters if row.is_here)
        return tuple(row for row in self.voters if row.submitted or not self.reply_over)

    @property
    def counted(self) -> tuple[RollRow, ...]:
        """Members whose sheet enters the mean."""
        return tuple(row for row in self.expected if row.submitted)

    @property
    def missing(self) -> tuple[RollRow, ...]:
        """Members who are expected and have not handed in."""
        return tuple(row for row in self.expected if not row.submitted)

    @cached_property
    def quorum(self) -> Quorum:
        """The count that the council's regulations ask for; in writing an opinion stands for presence."""
        here = self.counted if self.written else self.expected
        present = {row.member_id for row in here}
        seats = [
            Seat(row.label, row.role, present=row.member_id in present, recused=row.recusal is not None)
            for row in self.rows
            if row.scores
        ]
        return quorum_of(
            seats,
            self.fraction,
            chair_must_attend=self.chair_must_attend,
            vice_chair_may_replace=self.vice_chair_may_replace,
        )

    @property
    def presider(self) -> RollRow | None:
        """Who presides over this dossier: a presider who is recused gives way to the next head who takes part."""
        able = [row for row in self.rows if row.votes and (row.is_here or self.written)]
        chosen = next((row for row in able if row.member_id == self.presider_id), None)
        heads = [row for row in able if row.role in {CouncilRole.CHAIR, CouncilRole.VICE_CHAIR}]
        return chosen or next(iter(heads), None)

    def taking_part(self) -> tuple[Condition, ...]:
        """Enough members, and who presides among them: needed to open and to close."""
        quorum = self.quorum
        verb = "Đã trả lời" if self.written else "Có mặt"
        enough = quorum.present >= quorum.needed
        found = [Condition(enough, f"{verb} {quorum.present}/{quorum.entitled}, cần ít nhất {quorum.needed}")]
        if self.chair_must_attend:
            found.append(Condition(quorum.chair_ok, self._head_words()))
        return tuple(found)

    def conditions(self) -> tuple[Condition, ...]:
        """What closing needs, in the order in which the room lists it."""
        count = len(self.expected)
        done = count > 0 and not self.missing
        found = [*self.taking_part(), Condition(done, f"Đủ {count} phiếu của người chấm" if count else "Có người chấm")]
        if self.asked_to_reopen:
            found.append(Condition(False, f"Giải quyết {self.asked_to_reopen} đề nghị mở lại phiếu"))
        return tuple(found)

    def _head_words(self) -> str:
        if self.written:
            return f"{self._head_who_replied or 'Chủ tịch Hội đồng'} đã cho ý kiến"
        head = self.presider
        if head is None:
            return "Chủ tịch Hội đồng có mặt"
        return f"{head.label} có mặt" if head.role == CouncilRole.CHAIR else f"{head.label} chủ trì thay, có mặt"

    @property
    def _head_who_replied(self) -> str:
        """In writing: the chair when the chair's sheet is in, else a vice chair of whom it is; else nobody."""
        able = (CouncilRole.CHAIR, CouncilRole.VICE_CHAIR) if self.vice_chair_may_replace else (CouncilRole.CHAIR,)
        return next((row.label for role in able for row in self.counted if row.role == role), "")

    @property
    def closable(self) -> bool:
        """Whether nothing stands against closing."""
        return all(condition.met for condition in self.conditions())


def names(rows: Iterable[RollRow]) -> str:
    """The members in a sentence: "Ủy viên 1, Ủy viên 4 và Ủy viên 6"."""
    labels = [row.label for row in rows]
    return " và ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))
