"""Bảng ký tên của lớp: one line a participant, one column a session to sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.forms_of_paper.common import C
from documents.forms_of_paper.training_common import Learner
from documents.model import Break, Column, Doc, Look, P, Row, Sign, Table, Text
from documents.papers_common import Body

MOST_SESSIONS = 6
_WIDTH = 250.0
_FIXED = 10.0 + 46.0 + 62.0 + 26.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say. `sessions` are the heads of the columns, at most six on a sheet."""

    body: Body
    name: str
    when: str
    place: str
    sessions: tuple[str, ...]
    learners: tuple[Learner, ...]
    spare: int = 5


def paper(facts: Facts) -> Doc:
    """Lay out the sheet: spare lines at the end for those who come unannounced."""
    width = (_WIDTH - _FIXED) / max(1, len(facts.sessions))
    columns = (
        Column("TT", 10, C), Column("Họ và tên", 46), Column("Chức vụ, cơ quan, cơ sở", 62), Column("Điện thoại", 26, C),
        *(Column(name, width, C) for name in facts.sessions),
    )  # fmt: skip
    tall: Text = ("\u00a0", Break(), "\u00a0")  # room for a signature
    empty: tuple[Text, ...] = (tall, *("",) * (len(facts.sessions) - 1))
    rows = [
        Row((str(number), item.name, _where(item), item.phone, *empty)) for number, item in enumerate(facts.learners, 1)
    ]
    rows += [
        Row((str(number), "", "", "", *empty))
        for number in range(len(facts.learners) + 1, len(facts.learners) + 1 + facts.spare)
    ]
    return Doc(
        body_lines=facts.body.lines,
        superior_lines=facts.body.superior,
        kind="DANH SÁCH HỌC VIÊN KÝ THAM DỰ",
        subject=facts.name,
        blocks=(
            P((f"Thời gian: {facts.when}.", Break(), f"Địa điểm: {facts.place or '…'}."), Look.CENTER),
            Table(columns, tuple(rows)),
        ),
        signs=(Sign(("NGƯỜI LẬP BIỂU",)), Sign(("ĐẠI DIỆN ĐƠN VỊ TỔ CHỨC",))),
        landscape=True,
        title=f"Bảng ký tên: {facts.name}",
    )


def _where(item: Learner) -> str:
    return ", ".join(part for part in (item.position, item.organisation) if part)


def chunks(sessions: Sequence[str]) -> list[tuple[str, ...]]:
    """Sessions by sheets."""
    return [tuple(sessions[start : start + MOST_SESSIONS]) for start in range(0, len(sessions), MOST_SESSIONS)]
