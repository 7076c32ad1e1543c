"""Báo cáo kết quả thực hiện Chương trình OCOP of a year: sections, tables in the text, and annexes Biểu 1 to 9.

Everything comes as plain data (`source`), so an issued report is laid out from what was frozen with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from documents.model import (
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Doc,
    GroupRow,
    Heading,
    Look,
    P,
    Row,
    Table,
    Text,
    TotalRow,
    joined,
)
from documents.papers_common import Issue, framed

_WIDTH = {False: 165.0, True: 252.0}
_ALIGN = {"left": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT}


def paper(
    issue: Issue, source: Mapping[str, Any], *, subject: str, addressees: Sequence[str], recipients: Sequence[str]
) -> Doc:
    """Lay out the report."""
    attached = joined("Báo cáo ", issue.reference, f" của {issue.body.name}")
    return framed(
        issue,
        kind="BÁO CÁO",
        subject=subject,
        addressees=tuple(addressees),
        blocks=tuple(_blocks(source["parts"])),
        signs=(issue.signer.block(),),
        recipients=tuple(recipients),
        annexes=tuple(_annex(sheet, attached) for sheet in source["tables"]),
    )


def _blocks(parts: Sequence[Mapping[str, Any]]) -> list[Block]:
    out: list[Block] = []
    tables = 0
    for part in parts:
        if part["heading"]:
            out.append(Heading(part["heading"], part["level"]))
        for line in part["lines"]:
            if isinstance(line, str):
                out.append(P(line))
                continue
            tables += 1
            out.append(P(f"Bảng {tables}. {line['title']}", Look.CENTER_SMALL))
            out.append(_table(line))
    return out


def _annex(sheet: Mapping[str, Any], attached: Text) -> Annex:
    blocks: tuple[Block, ...] = (_table(sheet),) if sheet["rows"] else (P("Không phát sinh trong kỳ báo cáo."),)
    return Annex(
        f"BIỂU {sheet['number']}. {sheet['title']}", blocks, attached_to=attached, landscape=sheet["landscape"]
    )


def _table(sheet: Mapping[str, Any]) -> Table:
    """The frozen rows in a table as wide as the page."""
    whole = sum(one[1] for one in sheet["columns"])
    scale = _WIDTH[bool(sheet["landscape"])] / whole
    columns = tuple(
        Column(title, round(mm * scale, 2), _ALIGN[align], group) for title, mm, align, group in sheet["columns"]
    )
    rows = tuple(_row(kind, cells) for kind, cells in sheet["rows"])
    return Table(columns, rows, unit=sheet["unit"], size_pt=sheet["size"])


def _row(kind: str, cells: Sequence[Any]) -> Row | GroupRow | TotalRow:
    if kind == "group":
        return GroupRow(str(cells[0]), str(cells[1]))
    shown: list[Text | Cell] = [_figure(cell) for cell in cells]
    return TotalRow(tuple(shown)) if kind == "total" else Row(tuple(shown))


def _figure(cell: Any) -> str:
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else str(cell)
