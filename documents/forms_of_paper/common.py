"""Rows and tables that several papers share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.formats import points_vn
from core.text import lower_first
from documents.model import Align, Block, Break, Column, GroupRow, Look, P, Row, Table, italic, joined
from documents.model.doc import ROMAN

C = Align.CENTER
PARTS = 3  # A, B, C


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One product with its agreed figures."""

    name: str
    producer: str
    address: str = ""
    mean: Decimal | None = None
    parts: tuple[Decimal, ...] = ()  # means of parts A, B, C
    counted: int = 0  # sheets counted
    spread: Decimal | None = None
    outcome: str = ""  # "3 sao (***)"


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """Products under one heading of an annex."""

    title: str
    products: tuple[ProductLine, ...]
    stars: int = 0
    forwarded: bool = False  # proposed to the upper level instead of recognised here


def mean_text(product: ProductLine) -> str:
    """The mean as printed, or nothing."""
    return points_vn(product.mean) if product.mean is not None else ""


def figure(value: Decimal | None) -> str:
    """A plain figure without useless decimals: 5; 4,5."""
    return "" if value is None else format(value.normalize(), "f").replace(".", ",")


def source_block(lines: Sequence[str]) -> tuple[Block, ...]:
    """Below a form's title, the form and the decision that it comes with; broken by hand, for no line is filled."""
    inlines = [part for line in lines for part in (italic(line), Break())][:-1]
    return (P(joined(*inlines), Look.CENTER),) if inlines else ()


def product_table(groups: Sequence[ProductGroup]) -> Table:
    """The annex of a decision: TT | Tên sản phẩm | Chủ thể | Địa chỉ | Điểm trung bình, grouped."""
    rows: list[Row | GroupRow] = []
    for index, group in enumerate(groups, 1):
        rows.append(GroupRow(ROMAN[index], group.title))
        rows += [
            Row((str(number), item.name, item.producer, item.address, mean_text(item)))
            for number, item in enumerate(group.products, 1)
        ]
    columns = (
        Column("TT", 10, C),
        Column("Tên sản phẩm", 46),
        Column("Chủ thể", 52),
        Column("Địa chỉ", 33),
        Column("Điểm trung bình (điểm)", 24, C),
    )
    return Table(columns, tuple(rows))


def parts_table(products: Sequence[ProductLine]) -> Table:
    """Part means and the mean, for proposals to an upper level; parts that nobody told stay blank."""
    columns = (
        Column("TT", 10, C),
        Column("Tên sản phẩm", 32),
        Column("Chủ thể, địa chỉ", 42),
        Column("Phần A (40 điểm)", 20, C),
        Column("Phần B (25 điểm)", 20, C),
        Column("Phần C (35 điểm)", 20, C),
        Column("Điểm trung bình", 21, C),
    )
    rows = tuple(
        Row((str(index), item.name, owner_and_place(item), *_part_texts(item), mean_text(item)))
        for index, item in enumerate(products, 1)
    )
    return Table(columns, rows)


def _part_texts(item: ProductLine) -> tuple[str, ...]:
    return tuple(points_vn(part, ()) for part in item.parts) or ("",) * PARTS


def owner_and_place(item: ProductLine) -> str:
    """Producer and place in one cell."""
    return f"{item.producer}; {lower_first(item.address)}" if item.address else item.producer
