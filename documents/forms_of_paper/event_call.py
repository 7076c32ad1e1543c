"""Công văn mời, thông báo đăng ký tham gia sự kiện xúc tiến thương mại."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from documents.model import Doc
from documents.papers_common import Issue, Texts, day_words, days_words, letter_paper


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    event: str  # "Hội chợ OCOP khu vực Đồng bằng sông Hồng"
    kind: str  # "hội chợ"
    organiser: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    closes_on: dt.date | None
    addressees: tuple[str, ...]
    booths: int | None = None
    content: str = ""
    requirements: str = ""
    support: str = ""
    archive: str = "PNN"


def texts(facts: Facts) -> Texts:
    """Give the standard wording."""
    lines = [
        f"Thực hiện Kế hoạch triển khai Chương trình mỗi xã một sản phẩm (OCOP) năm {facts.starts_on.year}, {{don_vi}} "
        f"thông báo và mời các chủ thể có sản phẩm OCOP đăng ký tham gia {facts.event}, cụ thể như sau:",
        f"1. Đơn vị tổ chức: {facts.organiser}.",
        f"2. Thời gian: {days_words(facts.starts_on, facts.ends_on, link='đến hết')}.",
        f"3. Địa điểm: {facts.place}.",
    ]
    number = 4
    optional = (
        ("Quy mô", f"{facts.booths} gian hàng" if facts.booths else ""),
        ("Nội dung", facts.content),
        ("Yêu cầu", facts.requirements),
        ("Nội dung được hỗ trợ", facts.support),
    )
    for label, words in optional:
        if words:
            lines.append(f"{number}. {label}: {words.strip().rstrip('.')}.")
            number += 1
    lines.append(
        f"{number}. Sản phẩm tham gia: sản phẩm trưng bày, giới thiệu là sản phẩm OCOP phải được công nhận từ 3 sao trở lên "
        "và giấy chứng nhận còn hiệu lực đến hết thời gian diễn ra sự kiện."
    )
    if facts.closes_on:
        lines.append(
            f"Các chủ thể đăng ký trên hệ thống quản lý OCOP của tỉnh trước hết {day_words(facts.closes_on)}. Chủ thể chưa "
            "có tài khoản đăng ký qua phòng chuyên môn cấp huyện hoặc Ủy ban nhân dân cấp xã nơi sản xuất."
        )
    lines.append("{don_vi} đề nghị các đơn vị, chủ thể quan tâm, phối hợp thực hiện./.")
    return Texts(
        subject=f"mời đăng ký tham gia {facts.event}",
        addressees=facts.addressees,
        paragraphs=tuple(lines),
        recipients=("Như trên", "Lãnh đạo đơn vị (để báo cáo)", f"Lưu: VT, {facts.archive}"),
    )


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    return letter_paper(issue, words, title=f"Công văn {words.subject}")
