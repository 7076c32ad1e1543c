"""Phiếu thẩm định hồ sơ của Tổ tư vấn: what the advisory team found, for the members of the council."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from documents.forms_of_paper.common import figure
from documents.model import Doc, Look, P, PaperDate, Sign
from documents.papers_common import Body, day_words


@dataclass(frozen=True, slots=True)
class Facts:
    """What the advisor wrote."""

    council: Body
    team: str
    product: str
    producer: str
    dossier_code: str
    complete: bool | None
    visited_on: dt.date | None
    comment: str
    suggested_points: Decimal | None
    advisor: str
    date: PaperDate


def paper(facts: Facts) -> Doc:
    """Lay out the slip; what nobody said is not printed."""
    lines = [f"Hồ sơ: {facts.dossier_code}, sản phẩm “{facts.product}”.", f"Chủ thể: {facts.producer}."]
    if facts.complete is not None:
        lines.append(f"1. Thành phần hồ sơ: {'đầy đủ theo quy định' if facts.complete else 'chưa đầy đủ'}.")
    if facts.visited_on is not None:
        day = day_words(facts.visited_on)
        lines.append(f"2. Kiểm tra thực tế tại nơi sản xuất: {day}.")
    comment = [line.strip() for line in facts.comment.splitlines() if line.strip()]
    if comment:
        lines += ["3. Nhận xét:", *comment]
    if facts.suggested_points is not None:
        lines.append(
            f"4. Điểm Tổ tư vấn đề xuất: {figure(facts.suggested_points)}/100 điểm. Điểm này để thành viên Hội đồng tham "
            "khảo, không tính vào kết quả."
        )
    return Doc(
        body_lines=(facts.team.upper(),),
        superior_lines=facts.council.lines,
        place=facts.council.place,
        date=facts.date,
        kind="PHIẾU THẨM ĐỊNH HỒ SƠ",
        subject=f"Sản phẩm “{facts.product}”",
        blocks=tuple(P(line, Look.BODY) for line in [*lines[:-1], f"{lines[-1].rstrip('.')}./."]),
        signs=(Sign(("NGƯỜI THẨM ĐỊNH",), facts.advisor),),
        title=f"Phiếu thẩm định {facts.dossier_code}",
    )
