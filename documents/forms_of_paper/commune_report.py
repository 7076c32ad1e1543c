"""Báo cáo của UBND cấp xã (26/2026/QĐ-TTg, Phụ lục III, Mẫu số 03) và văn bản đề nghị cấp tỉnh đánh giá."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.model import Block, Doc, DottedLines, Fields, Heading, P
from documents.papers_common import Issue, Texts, closed, framed, letter_paper, pen_room

SUBJECT = "Đánh giá một số nội dung của hồ sơ đăng ký tham gia đánh giá, phân hạng sản phẩm OCOP"
TOPICS = (
    ("materials", "1. Về sử dụng nguyên liệu địa phương"),
    ("labour", "2. Về sử dụng lao động địa phương"),
    ("idea", "3. Nguồn gốc ý tưởng sản phẩm"),
    ("identity", "4. Bản sắc/trí tuệ địa phương"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of producer and product."""

    producer: str
    kind: str
    address: str
    representative: str
    gender: str
    ethnicity: str
    residence: str
    product: str
    group: str
    committee: str  # "Ủy ban nhân dân xã Yên Thắng"
    upper: str  # "Ủy ban nhân dân tỉnh Ninh Bình"
    year: int
    samples: int = 0


def report(issue: Issue, facts: Facts, words: Sequence[tuple[str, Sequence[str]]], recipients: Sequence[str]) -> Doc:
    """Lay out the report; `words` are heading and paragraphs of its four topics, empty ones are room for a pen."""
    return framed(
        issue,
        kind="BÁO CÁO",
        subject=SUBJECT,
        blocks=(
            Heading("I. THÔNG TIN CHUNG VỀ HỒ SƠ SẢN PHẨM"),
            Fields(
                (
                    ("1. Tên chủ thể:", facts.producer),
                    ("2. Loại hình tổ chức:", facts.kind),
                    ("3. Địa chỉ:", facts.address),
                    ("4. Tên người đại diện pháp luật:", facts.representative),
                    ("- Giới tính; dân tộc:", "; ".join(part for part in (facts.gender, facts.ethnicity) if part)),
                    ("- Địa chỉ thường trú:", facts.residence),
                    ("5. Sản phẩm đăng ký đánh giá:", facts.product),
                ),
                label_mm=72,
            ),
            Heading("II. ĐÁNH GIÁ MỘT SỐ NỘI DUNG CỦA HỒ SƠ SẢN PHẨM"),
            *(block for title, lines in words for block in _topic(title, lines)),
            P(
                closed(
                    f"{facts.committee} đề nghị {facts.upper} đánh giá, phân hạng sản phẩm OCOP cho sản phẩm "
                    f"“{facts.product}” của {facts.producer}"
                )
            ),
        ),
        signs=(issue.signer.block(),),
        recipients=tuple(recipients),
        title=f"Báo cáo đánh giá một số nội dung hồ sơ {facts.product}",
    )


def _topic(title: str, lines: Sequence[str]) -> tuple[Block, ...]:
    kept = [line for line in lines if line.strip()]
    body: tuple[Block, ...] = tuple(P(pen_room(line)) for line in kept) if kept else (DottedLines(3),)
    return (Heading(f"{title}:", 2), *body)


def letter_texts(facts: Facts, basis: str, *, form: str = "") -> Texts:
    """The standard wording of the proposal letter (Điều 6 khoản 2 điểm a); `form` is the report's number, if it has one."""
    numbered = f" ({form})" if form else ""
    samples = f"\n- Sản phẩm mẫu: {facts.samples:02d} sản phẩm;" if facts.samples else ""
    return Texts(
        subject=f"đề nghị đánh giá, phân hạng sản phẩm OCOP “{facts.product}”",
        addressees=(facts.upper,),
        paragraphs=(
            f"Thực hiện {basis}, {facts.committee} đã tiếp nhận, kiểm tra thành phần và đánh giá một số nội dung hồ sơ sản "
            f"phẩm “{facts.product}” ({facts.group}) của {facts.producer}, {facts.address}.",
            f"{facts.committee} đề nghị {facts.upper} đánh giá, phân hạng sản phẩm OCOP năm {facts.year} đối với sản phẩm "
            "nêu trên.",
            f"Hồ sơ gửi kèm gồm:\n- Báo cáo đánh giá một số nội dung của hồ sơ{numbered};\n- Hồ sơ sản phẩm (01 bộ hồ "
            f"sơ giấy và 01 bộ hồ sơ điện tử);{samples}".rstrip(";")
            + ".",
            f"Kính đề nghị {facts.upper} xem xét./.",
        ),
        recipients=("Như trên", facts.producer, "Lưu: VT"),
    )


def letter(issue: Issue, words: Texts) -> Doc:
    """Lay out the proposal letter."""
    return letter_paper(issue, words, title=f"Công văn {words.subject}")
