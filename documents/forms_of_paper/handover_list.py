"""Danh sách bàn giao hồ sơ, sản phẩm mẫu giữa nơi tiếp nhận và nơi đánh giá."""

from __future__ import annotations

from dataclasses import dataclass

from documents.forms_of_paper.common import C
from documents.model import Column, Doc, Look, P, PaperDate, Row, Sign, Table
from documents.papers_common import Body


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier handed over."""

    code: str
    product: str
    producer: str
    samples: str  # "05, nhận ngày 12/10/2024"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The list as printed."""

    body: Body
    lines: tuple[Line, ...]
    round_name: str
    date: PaperDate


def paper(facts: Facts) -> Doc:
    """Lay out the list."""
    columns = (
        Column("TT", 10, C),
        Column("Mã hồ sơ", 27, C),
        Column("Tên sản phẩm", 44),
        Column("Chủ thể", 44),
        Column("Sản phẩm mẫu", 24, C),
        Column("Ghi chú", 16),
    )
    rows = tuple(
        Row((str(n), line.code, line.product, line.producer, line.samples, line.note))
        for n, line in enumerate(facts.lines, 1)
    )
    return Doc(
        body_lines=facts.body.lines,
        superior_lines=facts.body.superior,
        place=facts.body.place,
        date=facts.date,
        kind="DANH SÁCH BÀN GIAO",
        subject=f"Hồ sơ và sản phẩm mẫu đăng ký đánh giá, phân hạng sản phẩm OCOP, {facts.round_name}",
        blocks=(
            Table(columns, rows, size_pt=11),
            P(
                f"Tổng số: {len(facts.lines):02d} hồ sơ, mỗi hồ sơ gồm 01 bộ hồ sơ giấy và 01 bộ hồ sơ điện tử trên hệ "
                "thống. Danh sách lập thành 02 bản, mỗi bên giữ 01 bản.",
                Look.FLUSH,
            ),
        ),
        signs=(
            Sign(("BÊN GIAO",), caption="(Ký, ghi rõ họ tên)"),
            Sign(("BÊN NHẬN",), caption="(Ký, ghi rõ họ tên)"),
        ),
        title="Danh sách bàn giao hồ sơ",
    )
