"""Báo cáo kết quả lớp tập huấn, with the list of participants and their results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.formats import number_vn
from core.text import lower_first
from documents.forms_of_paper.common import C
from documents.forms_of_paper.training_common import Learner, content_lines, learners_annex
from documents.model import Align, Annex, Block, Column, Doc, Heading, P, Row, Table, TotalRow, joined
from documents.papers_common import Issue, Texts, days_words, framed, paragraph_blocks


@dataclass(frozen=True, slots=True)
class CostLine:
    """A source of money with what was planned and spent."""

    source: str
    planned: int
    spent: int


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session and how many were there."""

    name: str
    present: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    name: str
    group: str
    content: str
    first_day: dt.date
    last_day: dt.date
    place: str
    lecturers: tuple[str, ...]
    study_visit: str
    capacity: int
    listed: int
    completed: int
    women: int
    sessions: tuple[SessionLine, ...]
    feedback_count: int
    feedback: tuple[tuple[str, str], ...]
    costs: tuple[CostLine, ...]
    note: str
    addressees: tuple[str, ...]
    archive: str
    learners: tuple[Learner, ...] = ()


def texts(facts: Facts) -> Texts:
    """Give the standard wording; `{bang}` lines are the places of the tables."""
    women = f", trong đó {facts.women} nữ" if facts.women else ""
    named = lower_first(facts.name)
    lines = [
        f"{{don_vi}} báo cáo kết quả tổ chức {named} như sau:",
        "# Việc tổ chức lớp",
        f"Đối tượng: {facts.group}. Thời gian: {days_words(facts.first_day, facts.last_day)}. Địa điểm: {facts.place}.",
        *content_lines("Nội dung", facts.content),
        *([f"Giảng viên: {'; '.join(facts.lecturers)}."] if facts.lecturers else []),
        *([f"Tham quan, học tập kinh nghiệm: {facts.study_visit.rstrip('.')}."] if facts.study_visit else []),
        "# Học viên và kết quả",
        f"Lớp có {facts.capacity} chỗ, {facts.listed} người trong danh sách{women}; {facts.completed} người hoàn thành, được "
        "cấp giấy chứng nhận. Số người có mặt từng buổi:",
        "{bang}",
    ]
    if facts.feedback_count:
        means = "; ".join(f"{label}: {mean}" for label, mean in facts.feedback)
        lines.append(f"Có {facts.feedback_count} học viên gửi phiếu đánh giá, điểm bình quân trên thang 5: {means}.")
    if facts.costs:
        lines += ["# Kinh phí", "Kinh phí theo nguồn (đơn vị tính: đồng):", "{bang}"]
    if said := [line.strip() for line in facts.note.splitlines() if line.strip()]:
        lines += ["# Đánh giá, kiến nghị", *said]
    lines.append(f"Trên đây là báo cáo kết quả {named}, {{don_vi}} kính báo cáo./.")
    return Texts(
        subject=f"Kết quả {named}",
        addressees=facts.addressees,
        paragraphs=tuple(lines),
        recipients=("Như trên", f"Lưu: VT, {facts.archive}"),
    )


def _sessions_table(facts: Facts) -> Table:
    rows = tuple(Row((str(index), item.name, str(item.present))) for index, item in enumerate(facts.sessions, 1))
    return Table((Column("TT", 12, C), Column("Buổi học", 110), Column("Số người có mặt", 43, C)), rows)


def _costs_table(facts: Facts) -> Table:
    columns = (
        Column("TT", 12, C), Column("Nguồn kinh phí", 83), Column("Dự toán", 35, Align.RIGHT),
        Column("Đã chi", 35, Align.RIGHT),
    )  # fmt: skip
    rows = tuple(
        Row((str(index), item.source, number_vn(item.planned), number_vn(item.spent)))
        for index, item in enumerate(facts.costs, 1)
    )
    sums = (number_vn(sum(item.planned for item in facts.costs)), number_vn(sum(item.spent for item in facts.costs)))
    return Table(columns, (*rows, TotalRow(("", "Cộng", *sums))))


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    lines = [line.replace("{don_vi}", issue.body.name) for line in words.paragraphs]
    tables = [_sessions_table(facts), *([_costs_table(facts)] if facts.costs else [])]
    annexes: tuple[Annex, ...] = ()
    if facts.learners:
        title = f"DANH SÁCH HỌC VIÊN VÀ KẾT QUẢ {facts.name.upper()}"
        attached = joined("Báo cáo ", issue.reference, f" của {issue.body.name}")
        annexes = (learners_annex(title, facts.learners, last="Kết quả", attached_to=attached),)
    return framed(
        issue,
        kind="BÁO CÁO",
        subject=words.subject,
        addressees=words.addressees,
        blocks=_blocks(lines, tables),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=annexes,
    )


def _blocks(lines: list[str], tables: list[Table]) -> tuple[Block, ...]:
    """Lines that begin with "#" are headings, numbered as they come."""
    out: list[Block] = []
    waiting, number = list(tables), 0
    for line in lines:
        if line.startswith("#"):
            number += 1
            out.append(Heading(f"{number}. {line.lstrip('# ').strip()}", level=2))
        elif line.strip() == "{bang}":
            out += [waiting.pop(0)] if waiting else []
        else:
            out.append(P(line))
    last = out[-1] if out else None
    if isinstance(last, P) and isinstance(last.text, str):
        out[-1:] = paragraph_blocks([last.text])
    return tuple(out)
