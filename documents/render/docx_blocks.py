"""The body's blocks in a word processor's file."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table as WordTable

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
    bold,
    joined,
)
from documents.model.inline import leads
from documents.render.docx_parts import (
    bare_table,
    cell_margins,
    cell_paragraph,
    fix_widths,
    keep_with_next,
    paragraph,
    repeat_head,
    stand_in_the_middle,
    tie,
    unsplit,
)
from documents.render.html_scores import HEADS, WIDTHS_MM

_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_LOOK: dict[Look, dict[str, Any]] = {
    Look.BODY: {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "indent": 12.7},
    Look.FLUSH: {"align": WD_ALIGN_PARAGRAPH.JUSTIFY},
    Look.CENTER: {"align": WD_ALIGN_PARAGRAPH.CENTER},
    Look.CENTER_SMALL: {"align": WD_ALIGN_PARAGRAPH.CENTER, "size": 12},
    Look.NOTE: {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "size": 12, "italic": True},
    Look.SMALL: {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "size": 12},
}
BESIDE_MM = 0.8  # a word of seven letters then stays whole in the narrowest column
ABOVE_MM = 0.5
_DOTS = "." * 118


def block(word: WordDocument, item: Block) -> None:
    """Append one block."""
    match item:
        case P():
            line = paragraph(word, item.text, after=6, **_LOOK[item.look])
            if leads(item.text) or item.look is Look.CENTER_SMALL:
                tie(line)
        case Heading():
            tie(paragraph(word, item.text, bold=True, italic=item.level == 3, indent=12.7, after=6))
        case Dieu():
            title = f" {item.title}" if item.title else ""
            text = joined(bold(f"Điều {item.number}.{title}"), " ", item.text)
            paragraph(word, text, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=12.7, after=6)
        case Table():
            _table(word, item)
        case Fields():
            _fields(word, item)
        case DottedLines():
            for _ in range(item.count):
                paragraph(word, _DOTS, size=12, after=4)
        case ScoreTable():
            _scores(word, item)


def _table(word: WordDocument, table: Table) -> None:
    if table.unit:
        tie(paragraph(word, table.unit, size=12, italic=True, align=WD_ALIGN_PARAGRAPH.RIGHT))
    grid = word.add_table(rows=0, cols=len(table.columns))
    grid.style = "Table Grid"
    _table_head(grid, table)
    for row in table.rows:
        _row(grid, table, row)
    if len(table.rows) > 1 and isinstance(table.rows[-1], TotalRow):
        keep_with_next(grid.rows[-2])
    cell_margins(grid, beside=BESIDE_MM, above=ABOVE_MM)
    stand_in_the_middle(grid)
    fix_widths(grid, tuple(column.mm for column in table.columns))
    paragraph(word, "", size=6)


def _table_head(grid: WordTable, table: Table) -> None:
    grouped = any(column.group for column in table.columns)
    upper = grid.add_row()
    lower = grid.add_row() if grouped else upper
    for index, column in enumerate(table.columns):
        cell = lower.cells[index]
        if grouped and not column.group:
            cell = upper.cells[index].merge(lower.cells[index])
        cell_paragraph(cell, column.title, size=table.size_pt, bold=True)
    position = 0
    for group, members in groupby(table.columns, key=lambda column: column.group):
        count = len(list(members))
        if group:
            cell = upper.cells[position].merge(upper.cells[position + count - 1])
            cell_paragraph(cell, group, size=table.size_pt, bold=True)
        position += count
    for row in {id(upper): upper, id(lower): lower}.values():
        repeat_head(row)
        unsplit(row)


def _row(grid: WordTable, table: Table, row: Row | GroupRow | TotalRow) -> None:
    line = grid.add_row()
    unsplit(line)
    cells = line.cells
    if isinstance(row, GroupRow):
        cell_paragraph(cells[0], row.number, size=table.size_pt, bold=True)
        tie(
            cell_paragraph(
                cells[1].merge(cells[-1]), row.text, size=table.size_pt, bold=True, align=WD_ALIGN_PARAGRAPH.LEFT
            )
        )
        return
    position = 0
    for item in row.cells:
        cell = item if isinstance(item, Cell) else Cell(item)
        place = cells[position].merge(cells[position + cell.span - 1]) if cell.span > 1 else cells[position]
        align = _ALIGN[cell.align or table.columns[position].align]
        cell_paragraph(place, cell.text, size=table.size_pt, bold=isinstance(row, TotalRow), align=align)
        position += cell.span


def _fields(word: WordDocument, fields: Fields) -> None:
    for label, value in fields.pairs:
        name, content = bare_table(word, (fields.label_mm, 165 - fields.label_mm)).rows[0].cells
        cell_paragraph(name, label, size=13, align=WD_ALIGN_PARAGRAPH.LEFT)
        text: Text = value or "." * 78
        cell_paragraph(content, text, size=13, bold=bool(value), align=WD_ALIGN_PARAGRAPH.LEFT)


def _scores(word: WordDocument, table: ScoreTable) -> None:
    """Rows, not merged cells: an officer can still edit them."""
    grid = word.add_table(rows=1, cols=len(HEADS))
    grid.style = "Table Grid"
    for cell, head in zip(grid.rows[0].cells, HEADS, strict=True):
        cell_paragraph(cell, head, size=11, bold=True)
    repeat_head(grid.rows[0])
    for part in table.parts:
        _score_row(grid, ("", f"PHẦN {part.code}. {part.name.upper()}", part.maximum, "", ""), strong=True)
        for section in part.sections:
            if not section.is_own_criterion:
                _score_row(grid, (section.code, section.name, section.maximum, "", ""), strong=True)
            for item in section.criteria:
                stars = f" ({'*' * item.stars})" if item.stars else ""
                _score_row(grid, (item.code, item.name + stars, item.maximum, "", item.score), strong=True)
                for option in item.options:
                    if option.case:
                        _score_row(grid, ("", option.case, "", "", ""))
                    mark = f" ({'*' * option.stars})" if option.stars else ""
                    _score_row(grid, ("", option.label + mark, option.points, "☑" if option.chosen else "☐", ""))
        total = f"Cộng điểm Phần {part.code} (tối đa {part.maximum} điểm)"
        _score_row(grid, ("", total, part.maximum, "", part.score), strong=True)
    codes = " + ".join(part.code for part in table.parts)
    _score_row(grid, ("", f"TỔNG ĐIỂM ({codes})", "100", "", table.total), strong=True)
    fix_widths(grid, tuple(float(width) for width in WIDTHS_MM))


def _score_row(grid: WordTable, texts: tuple[str, ...], *, strong: bool = False) -> None:
    row = grid.add_row()
    unsplit(row)
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell_paragraph(
            cell, text, size=11, bold=strong, align=WD_ALIGN_PARAGRAPH.LEFT if index == 1 else WD_ALIGN_PARAGRAPH.CENTER
        )
