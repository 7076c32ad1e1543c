"""Giấy mời họp Hội đồng đánh giá, phân hạng."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.formats import WEEKDAYS
from documents.model import Block, Doc, P, bold, joined
from documents.model.typeset import count_text
from documents.papers_common import Issue, Texts, closed, day_words, framed, pen_room


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    council: str  # "Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Yên Mô"
    area: str
    year: int
    round_number: int
    starts_at: dt.datetime  # in local time
    place: str
    product_count: int
    communes: tuple[str, ...] = ()
    chair: str = ""
    reply_before: dt.date | None = None
    archive: str = "PNN"


def texts(facts: Facts) -> Texts:
    """Lines "Nhãn: nội dung" print their label in bold."""
    subject = f"Họp {facts.council} năm {facts.year} (đợt {facts.round_number})"
    people = [f"Các thành viên {facts.council};", "Tổ tư vấn giúp việc Hội đồng;"]
    if facts.communes:
        people.append(f"Đại diện lãnh đạo Ủy ban nhân dân các xã: {', '.join(facts.communes)};")
    people.append("Các chủ thể có sản phẩm tham gia đánh giá, phân hạng.")
    when = facts.starts_at
    day = f"{day_words(when.date())} ({WEEKDAYS[when.weekday()].replace('Thứ', 'thứ')})"
    lines = [
        f"{facts.council} trân trọng kính mời:",
        *(f"{number}. {line}" for number, line in enumerate(people, 1)),
        f"Tới dự: Họp Hội đồng đánh giá, phân hạng {count_text(facts.product_count)} sản phẩm OCOP {facts.area} năm "
        f"{facts.year} (đợt {facts.round_number}).",
        *([f"Chủ trì: {facts.chair}."] if facts.chair else []),
        f"Thời gian: {when:%H} giờ {when:%M} phút, {day}.",
        f"Địa điểm: {facts.place}.",
        "Phân công chuẩn bị:",
        "- Tổ tư vấn gửi hồ sơ điện tử tới thành viên Hội đồng chậm nhất 01 ngày làm việc trước ngày họp;",
        "- Chủ thể mang theo hồ sơ gốc và mẫu sản phẩm, chuẩn bị nội dung trình bày không quá 07 phút.",
    ]
    if facts.reply_before:
        lines.append(
            "Thành viên vắng mặt hoặc có xung đột lợi ích với chủ thể đề nghị thông báo cho Thư ký Hội đồng trước "
            f"{day_words(facts.reply_before)}."
        )
    lines.append("Trân trọng kính mời các đồng chí, ông, bà tới dự đúng thời gian và địa điểm nêu trên./.")
    return Texts(
        subject=subject,
        paragraphs=tuple(lines),
        recipients=("Như trên", "Thường trực HĐND", "Lãnh đạo UBND", f"Lưu: VT, {facts.archive}"),
    )


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    lines = [line for text in words.paragraphs for line in text.split("\n") if line.strip()]
    lines[-1:] = [closed(lines[-1])] if lines else []
    return framed(
        issue,
        kind="GIẤY MỜI",
        subject=words.subject,
        blocks=tuple(_labelled(line) for line in lines),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
    )


LABELS = ("Tới dự:", "Chủ trì:", "Thời gian:", "Địa điểm:", "Phân công chuẩn bị:", "Thành phần:", "Nội dung:")


def _labelled(line: str) -> Block:
    for label in LABELS:
        if line.startswith(label):
            return P(joined(bold(label), pen_room(line[len(label) :])))
    return P(pen_room(line))
