"""Small pieces that Word needs: paragraphs, bare tables, drawn rules, page numbers."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from documents.model import Blank, Break, Span, Text, plain
from documents.model.inline import runs, styled
from documents.model.typeset import NBSP
from documents.render.fonts import REGULAR, width_mm

FONT = "Times New Roman"
# Word reads a paragraph's properties in the schema's order only: these follow the borders
_AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:rPr",
    "w:sectPr",
)


def write(line: Paragraph, text: Text, *, size: float | None = None) -> None:
    """Put runs into a paragraph; room for a pen becomes no-break spaces of the same width."""
    for item in runs(text):
        if isinstance(item, Break):
            line.add_run().add_break()
            continue
        if isinstance(item, Blank):
            words = NBSP * round(item.mm / width_mm(NBSP, 14, REGULAR))
        else:
            words = item.text if isinstance(item, Span) else plain(item)
        run = line.add_run(words)
        run.font.name = FONT
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        if size:
            run.font.size = Pt(size)
        if isinstance(item, Span):
            run.bold, run.italic = item.bold or None, item.italic or None


def paragraph(
    place: Any,
    text: Text,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    indent: float = 0,
    left: float = 0,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """A paragraph at the end of a document or a cell. Lengths in mm, spaces in pt."""
    line: Paragraph = place.add_paragraph()
    write(line, styled(text, is_bold=bold, is_italic=italic), size=size)
    shape = line.paragraph_format
    shape.alignment = align
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if indent:
        shape.first_line_indent = Mm(indent)
    if left:
        shape.left_indent = Mm(left)
    return line


def cell_paragraph(
    cell: WordCell, text: Text, *, align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER, **look: Any
) -> Paragraph:
    """A line in a cell; a new cell's own empty paragraph is used up first."""
    if cell.paragraphs and not cell.paragraphs[0].runs and len(cell.paragraphs) == 1 and not cell.tables:
        cell._element.remove(cell.paragraphs[0]._element)
    return paragraph(cell, text, align=align, **look)


def bare_table(word: WordDocument, widths: tuple[float, ...]) -> WordTable:
    """A table without rules, for the head and the signatures; its row is never split."""
    table: WordTable = word.add_table(rows=1, cols=len(widths))
    fix_widths(table, widths)
    unsplit(table.rows[0])
    return table


def fix_widths(table: WordTable, widths: tuple[float, ...]) -> None:
    """Give a table its column widths in mm."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def cell_margins(table: WordTable, *, beside: float, above: float) -> None:
    """Leave so many mm round the text of each cell."""
    margins = OxmlElement("w:tblCellMar")
    for side, mm in (("top", above), ("left", beside), ("bottom", above), ("right", beside)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(Mm(mm).twips)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties = table._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def stand_in_the_middle(table: WordTable) -> None:
    """Set each cell's text in the middle of its height."""
    for row in table.rows:
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def keep_with_next(row: Any) -> None:
    """Keep a row on the page of the next one."""
    for cell in row.cells:
        for line in cell.paragraphs:
            tie(line)


def unsplit(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat_head(row: Any) -> None:
    """Repeat a row on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def rule(place: Any, room_mm: float, length_mm: float) -> None:
    """A drawn rule in the middle: the top border of a thin empty paragraph between two indents."""
    line: Paragraph = place.add_paragraph()
    shape = line.paragraph_format
    shape.left_indent = shape.right_indent = Mm(max(0.0, (room_mm - length_mm) / 2 - 1.5))
    shape.space_before, shape.space_after, shape.line_spacing = Pt(2), Pt(2), Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def tie(line: Paragraph) -> None:
    """Keep a paragraph with what follows."""
    line.paragraph_format.keep_with_next = True


def page_number(line: Paragraph) -> None:
    """Put the page number field into a line."""
    run = line.add_run()
    run.font.name, run.font.size = FONT, Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def restart_pages(section: Section) -> None:
    """An annex counts its own pages."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    properties.insert_element_before(start, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid")
