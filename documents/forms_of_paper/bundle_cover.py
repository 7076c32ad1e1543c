"""Bìa và mục lục của bộ hồ sơ điện tử."""

from __future__ import annotations

from dataclasses import dataclass

from documents.forms_of_paper.common import C
from documents.model import Column, Doc, Fields, Look, P, Row, Table, italic


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the bundle."""

    title: str
    about: str  # "Tiêu chí 1.1, 2.3" or what it is
    page: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands on the cover."""

    title: str  # "HỒ SƠ SẢN PHẨM ĐĂNG KÝ ĐÁNH GIÁ, PHÂN HẠNG OCOP"
    audience: str
    fields: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    made: str  # "Lập từ hệ thống lúc …"
    product: str


def paper(facts: Facts) -> Doc:
    """Cover and contents."""
    columns = (Column("TT", 12, C), Column("Tài liệu", 88), Column("Nội dung", 47), Column("Trang", 18, C))
    rows = tuple(Row((str(n), entry.title, entry.about, entry.page)) for n, entry in enumerate(facts.entries, 1))
    return Doc(
        body_lines=(),
        kind=facts.title,
        blocks=(
            P(italic(facts.audience), Look.CENTER),
            Fields(facts.fields, label_mm=52),
            P("Mục lục:", Look.FLUSH),
            Table(columns, rows, size_pt=11),
            P(facts.made, Look.NOTE),
        ),
        title=f"Bộ hồ sơ {facts.product}",
    )
