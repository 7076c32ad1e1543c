"""The body's blocks as HTML."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from documents.model import (
    Align,
    Block,
    Cell,
    Dieu,
    DottedLines,
    Fields,
    GroupRow,
    Heading,
    Look,
    P,
    Row,
    ScoreTable,
    Table,
    Text,
    TotalRow,
)
from documents.model.inline import leads
from documents.model.typeset import NBSP
from documents.render.html_scores import score_table

if TYPE_CHECKING:
    from documents.render.html import Writer

KEPT_WHOLE = 8  # tables of at most so many rows are not split

_LOOKS = {look: "" if look is Look.BODY else look.value for look in Look}
_ALIGNS = {Align.LEFT: "", Align.CENTER: "c", Align.RIGHT: "r"}


def block(writer: Writer, item: Block) -> str:
    """One block; the last branch is exhaustive, so that a new kind cannot be forgotten."""
    match item:
        case P():
            return _paragraph(writer, item.text, _LOOKS[item.look])
        case Heading():
            return f'<p class="heading h{item.level}">{writer.inline(item.text)}</p>'
        case Dieu():
            return _article(writer, item)
        case Table():
            return _table(writer, item)
        case Fields():
            return _fields(writer, item)
        case DottedLines():
            return dotted_line() * item.count
        case ScoreTable():
            return score_table(writer, item)
    raise TypeError(f"No markup for {type(item).__name__}")


def _paragraph(writer: Writer, text: Text, look: str) -> str:
    names = " ".join(filter(None, [look, "colon" if leads(text) else ""]))
    return f'<p class="{names}">{writer.inline(text)}</p>' if names else f"<p>{writer.inline(text)}</p>"


def _article(writer: Writer, item: Dieu) -> str:
    title = f" {writer.words(item.title)}" if item.title else ""
    colon = ' class="colon"' if leads(item.text) else ""
    return f"<p{colon}><b>Điều{NBSP}{item.number}.{title}</b> {writer.inline(item.text)}</p>"


def _table(writer: Writer, table: Table) -> str:
    unit = f'<p class="unit">{writer.words(table.unit)}</p>' if table.unit else ""
    cols = "".join(f'<col class="{writer.css(f"width:{column.mm:g}mm")}">' for column in table.columns)
    names = " ".join(filter(None, ["data", "p11" if table.size_pt == 11 else "", _keep(table)]))
    rows = "".join(_row(writer, table, row) for row in table.rows)
    return (
        f'{unit}<table class="{names}"><colgroup>{cols}</colgroup>'
        f"<thead>{_table_head(writer, table)}</thead><tbody>{rows}</tbody></table>"
    )


def _keep(table: Table) -> str:
    return "whole" if len(table.rows) <= KEPT_WHOLE and not table.splits else ""


def _table_head(writer: Writer, table: Table) -> str:
    grouped = any(column.group for column in table.columns)
    upper, lower = [], []
    for group, members in groupby(table.columns, key=lambda column: column.group):
        columns = list(members)
        if group:
            upper.append(f'<th colspan="{len(columns)}">{writer.words(group)}</th>')
            lower += [f"<th>{writer.words(column.title)}</th>" for column in columns]
        else:
            span = ' rowspan="2"' if grouped else ""
            upper += [f"<th{span}>{writer.words(column.title)}</th>" for column in columns]
    out = f"<tr>{''.join(upper)}</tr>" + (f"<tr>{''.join(lower)}</tr>" if lower else "")
    if table.numbered:
        figures = "".join(f"<th>({index})</th>" for index in range(1, len(table.columns) + 1))
        out += f'<tr class="figures">{figures}</tr>'
    return out


def _row(writer: Writer, table: Table, row: Row | GroupRow | TotalRow) -> str:
    if isinstance(row, GroupRow):
        rest = len(table.columns) - 1
        number = f'<td class="c">{writer.words(row.number)}</td>'
        return f'<tr class="group">{number}<td colspan="{rest}">{writer.inline(row.text)}</td></tr>'
    cells, position = [], 0
    for item in row.cells:
        cell = item if isinstance(item, Cell) else Cell(item)
        name = _ALIGNS[cell.align or table.columns[position].align]
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        cells.append(f"<td{_class(name)}{span}>{writer.inline(cell.text)}</td>")
        position += cell.span
    return f"<tr{_class('total' if isinstance(row, TotalRow) else '')}>{''.join(cells)}</tr>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _fields(writer: Writer, fields: Fields) -> str:
    label = writer.css(f"width:{fields.label_mm:g}mm")
    rows = "".join(
        f'<tr><td class="{label}">{writer.words(name)}</td><td>{_value(writer, value)}</td></tr>'
        for name, value in fields.pairs
    )
    return f'<table class="fields"><tbody>{rows}</tbody></table>'


def _value(writer: Writer, value: Text) -> str:
    return f"<b>{writer.inline(value)}</b>" if value else dotted_line()


def dotted_line() -> str:
    """A dotted line as one dashed stroke: CSS `dotted` draws each dot as a path of its own and swells the file."""
    return (
        '<svg class="dots" viewBox="0 0 165 6" preserveAspectRatio="xMinYMid slice" aria-hidden="true">'
        '<line x1=".3" y1="5" x2="164.7" y2="5" stroke="#000" stroke-width=".25" '
        'stroke-linecap="round" stroke-dasharray="0 1.1"/></svg>'
    )
