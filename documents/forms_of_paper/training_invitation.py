"""Giấy mời dự lớp tập huấn, with the list of those invited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.text import lower_first
from documents.forms_of_paper.training_common import Learner, content_lines, labelled, learners_annex
from documents.model import Annex, Doc, joined
from documents.papers_common import Issue, Texts, closed, day_words, days_words, framed

LABELS = (
    "Tới dự:", "Thành phần:", "Nội dung:", "Thời gian:", "Khai giảng:", "Địa điểm:", "Giảng viên:", "Tham quan thực tế:",
    "Liên hệ:",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    name: str
    group: str
    content: str
    starts_at: dt.time
    first_day: dt.date
    last_day: dt.date
    place: str
    capacity: int
    lecturers: tuple[str, ...] = ()
    study_visit: str = ""
    contact: str = ""
    reply_before: dt.date | None = None
    archive: str = "PTNT"
    learners: tuple[Learner, ...] = ()


def texts(facts: Facts) -> Texts:
    """Lines "Nhãn: nội dung" print their label in bold."""
    lines = [
        "{don_vi} trân trọng kính mời:",
        f"Thành phần: {facts.group} (danh sách kèm theo)." if facts.learners else f"Thành phần: {facts.group}.",
        f"Tới dự: {facts.name}.",
        *content_lines("Nội dung", facts.content),
        f"Thời gian: {days_words(facts.first_day, facts.last_day)}.",
        f"Khai giảng: {facts.starts_at:%H} giờ {facts.starts_at:%M} phút, {day_words(facts.first_day)}.",
        f"Địa điểm: {facts.place or '…'}.",
        *([f"Giảng viên: {'; '.join(facts.lecturers)}."] if facts.lecturers else []),
        *([f"Tham quan thực tế: {_one_line(facts.study_visit)}"] if facts.study_visit else []),
        *([f"Liên hệ: {facts.contact.rstrip('.')}."] if facts.contact else []),
    ]
    if facts.reply_before:
        lines.append(
            f"Đề nghị các đồng chí, ông, bà xác nhận tham dự trước {day_words(facts.reply_before)} để đơn vị tổ chức chuẩn "
            "bị tài liệu và chỗ ngồi."
        )
    lines.append("Rất mong các đồng chí, ông, bà tới dự đúng thời gian và địa điểm nêu trên./.")
    return Texts(
        subject=f"Dự {lower_first(facts.name)}",
        paragraphs=tuple(lines),
        recipients=("Như trên", "Lãnh đạo đơn vị (để báo cáo)", f"Lưu: VT, {facts.archive}"),
    )


def _one_line(text: str) -> str:
    joined_up = "; ".join(part.strip(" ;.-") for part in text.splitlines() if part.strip(" ;.-"))
    return f"{joined_up}."


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    lines = [line.replace("{don_vi}", issue.body.name) for text in words.paragraphs for line in text.split("\n")]
    lines = [line for line in lines if line.strip()]
    lines[-1:] = [closed(lines[-1])] if lines else []
    annexes: tuple[Annex, ...] = ()
    if facts.learners:
        title = f"DANH SÁCH HỌC VIÊN {facts.name.upper()}"
        attached = joined("Giấy mời ", issue.reference, f" của {issue.body.name}")
        annexes = (learners_annex(title, facts.learners, attached_to=attached),)
    return framed(
        issue,
        kind="GIẤY MỜI",
        subject=words.subject,
        blocks=tuple(labelled(line, LABELS) for line in lines),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=annexes,
    )
