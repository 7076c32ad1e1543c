"""Phiếu đánh giá của một thành viên đối với một sản phẩm: để trống cho bản giấy, hoặc đã chấm."""

from __future__ import annotations

from dataclasses import dataclass

from documents.model import (
    Block,
    Doc,
    DottedLines,
    Fields,
    Look,
    P,
    PaperDate,
    ScorePart,
    ScoreTable,
    Sign,
    bold,
    italic,
    joined,
)
from documents.model.inline import Break
from documents.papers_common import Body, closed

NONE_OF_THEM = "Không đạt mức nào"


@dataclass(frozen=True, slots=True)
class Facts:
    """`parts` come from the criteria set; an empty sheet has no chosen option and no points."""

    body: Body
    set_number: int
    set_name: str
    basis: str  # "Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 của Thủ tướng Chính phủ"
    parts: tuple[ScorePart, ...]
    product: str = ""
    producer: str = ""
    address: str = ""
    member: str = ""
    total: str = ""
    comment: str = ""
    date: PaperDate | None = None
    submitted: str = ""  # "Nộp trên hệ thống lúc 09:41 05/11/2024"
    draft: bool = False
    self_assessment: bool = False

    @property
    def blank(self) -> bool:
        """Whether this is the empty form for paper."""
        return not self.total


def paper(facts: Facts) -> Doc:
    """Lay out the paper."""
    return Doc(
        body_lines=facts.body.lines,
        superior_lines=facts.body.superior,
        kind="PHIẾU ĐÁNH GIÁ",
        subject="Phân hạng sản phẩm Chương trình mỗi xã một sản phẩm",
        blocks=(_set_line(facts), _fields(facts), ScoreTable(facts.parts, facts.total), _note(), *_comment(facts)),
        signs=(_signature(facts),),
        draft=facts.draft,
        title=f"Phiếu đánh giá {facts.product}".strip(),
    )


def _set_line(facts: Facts) -> Block:
    return P(
        (
            italic(f"Bộ tiêu chí số {facts.set_number:02d}: {facts.set_name}"),
            Break(),
            italic(f"(theo {facts.basis})"),
        ),
        Look.CENTER_SMALL,
    )


def _fields(facts: Facts) -> Fields:
    return Fields(
        (
            ("Tên sản phẩm:", facts.product),
            ("Chủ thể:", facts.producer),
            ("Địa chỉ:", facts.address),
            ("Thành viên Hội đồng:", facts.member),
        )
    )


def _note() -> Block:
    return P(
        "Ghi chú: mỗi tiêu chí chọn một mức; (***), (****), (*****) là yêu cầu tối thiểu phải đạt của sản phẩm hạng 3, 4, "
        f"5 sao. Tiêu chí không đạt mức nào phải đánh dấu vào ô “{NONE_OF_THEM}”, không để trống.",
        Look.NOTE,
    )


def _comment(facts: Facts) -> tuple[Block, ...]:
    label = bold("Nhận xét, đề nghị hoàn thiện:")
    if facts.blank:
        return (P(label, Look.FLUSH), DottedLines(3))
    return (P(joined(label, f" {closed(facts.comment or 'Không có')}"), Look.FLUSH),)


def _signature(facts: Facts) -> Sign:
    date = facts.date.text() if facts.date else "ngày ..... tháng ..... năm 20....."
    return Sign(
        ("THÀNH VIÊN HỘI ĐỒNG",),
        name=facts.member.split(",", 1)[0].removeprefix("Ông ").removeprefix("Bà ") if facts.submitted else "",
        caption=f"({facts.submitted})" if facts.submitted else "(Ký, ghi rõ họ và tên)",
        place_and_date=joined(f"{facts.body.place}, ", date),
    )
