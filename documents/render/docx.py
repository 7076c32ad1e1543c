"""A `Doc` for a word processor: the same words and, as far as Word can, the same page.

Officers finish wording there while a paper is a draft; what is issued is the PDF.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell as WordCell

from documents.model import Annex, Doc, Sign
from documents.model.inline import runs, styled
from documents.model.typeset import balance, unglued
from documents.render.docx_blocks import block
from documents.render.docx_parts import (
    FONT,
    bare_table,
    cell_margins,
    cell_paragraph,
    page_number,
    paragraph,
    restart_pages,
    rule,
    tie,
    write,
)
from documents.render.drawn import drawn_width_mm, png_bytes
from documents.render.fonts import BOLD, REGULAR, width_mm
from documents.render.html import DRAFT_MARK
from documents.render.signing import TEXT_MM, column_widths

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LEFT_MM = {False: 65.0, True: 100.0}


def to_docx(doc: Doc) -> bytes:
    """The paper as a .docx; the same paper gives the same text."""
    word = docx.Document()
    _base_style(word, doc)
    _page(word, word.sections[0], landscape=doc.landscape, draft=doc.draft)
    _head(word, doc)
    _title(word, doc)
    _opening(word, doc)
    for item in doc.blocks:
        block(word, item)
    if doc.signs and doc.blocks:
        tie(word.paragraphs[-1])
    _signing(word, doc)
    for index, annex in enumerate(doc.annexes, 1):
        _annex(word, doc, index, annex)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _base_style(word: WordDocument, doc: Doc) -> None:
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    props = word.core_properties
    props.title, props.language, props.author, props.comments = doc.file_title, "vi-VN", "", ""
    props.created = props.modified = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def _page(word: WordDocument, section: Section, *, landscape: bool, draft: bool) -> None:
    """Decree 30 margins; the page number in the head, none on the first page."""
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    if not draft:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        page_number(line)
        return
    # the number in the middle and the mark at the right of one line: two lines would touch the text
    line.style = word.styles["Normal"]  # the style "Header" has tab stops of another paper
    line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM[landscape] / 2), WD_TAB_ALIGNMENT.CENTER)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM[landscape]), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("\t")
    page_number(line)
    line.add_run("\t")
    first = section.first_page_header.paragraphs[0]
    first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for place in (line, first):
        write(place, styled(DRAFT_MARK, is_bold=True), size=13)


def _head(word: WordDocument, doc: Doc) -> None:
    left, whole = LEFT_MM[doc.landscape], TEXT_MM[doc.landscape]
    table = bare_table(word, (left, whole - left))
    cell_margins(table, beside=0, above=0)  # a council's longest line fills the column
    body, nation = table.rows[0].cells
    for line in doc.superior_lines:
        cell_paragraph(body, line, size=12)
    for line in doc.body_lines:
        cell_paragraph(body, line, size=12, bold=True)
    if doc.body_lines:
        rule(body, left, 0.42 * width_mm(doc.body_lines[-1], 12))
    cell_paragraph(nation, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    cell_paragraph(nation, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    rule(nation, whole - left, width_mm("Độc lập - Tự do - Hạnh phúc", 13))
    if doc.number or doc.date:
        number, date = table.add_row().cells
        if doc.number:
            cell_paragraph(number, ("Số: ", *runs(doc.number.text())), size=13)
        if doc.date:
            cell_paragraph(date, (f"{doc.place}, ", *runs(doc.date.text())), size=13, italic=True)
    if not doc.kind and doc.subject:
        about = table.add_row().cells[0]
        for line in _balanced(f"V/v {doc.subject}", 12, 62, REGULAR):
            cell_paragraph(about, line, size=12)


def _balanced(text: str, size: float, max_mm: float, style: str = BOLD) -> list[str]:
    return [unglued(line) for line in balance(text, measure=partial(width_mm, points=size, style=style), max_mm=max_mm)]


def _title(word: WordDocument, doc: Doc) -> None:
    if not doc.kind:
        paragraph(word, "", after=4)
        return
    paragraph(word, doc.kind, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True, before=10)
    lines = _balanced(doc.subject, 14, 190 if doc.landscape else 156) if doc.subject else []
    for line in lines:
        paragraph(word, line, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    if lines:
        rule(word, TEXT_MM[doc.landscape], 0.42 * width_mm(lines[-1], 14))
    if doc.under_subject:
        paragraph(word, doc.under_subject, align=WD_ALIGN_PARAGRAPH.CENTER, italic=True, after=6)


def _opening(word: WordDocument, doc: Doc) -> None:
    if doc.authority:
        paragraph(word, doc.authority, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True, before=8, after=8)
    if len(doc.addressees) == 1:
        paragraph(word, f"Kính gửi: {doc.addressees[0]}", align=WD_ALIGN_PARAGRAPH.CENTER, after=8)
    elif doc.addressees:
        paragraph(word, "Kính gửi:", left=20)
        *others, last_line = _listed(doc.addressees)
        for line in others:
            paragraph(word, line, left=40)
        paragraph(word, last_line, left=40, after=8)
    last = len(doc.bases) - 1
    for index, basis in enumerate(doc.bases):
        text = (*runs(basis), ";" if index < last else ".")
        paragraph(word, text, italic=True, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=12.7, after=6)
    if doc.order:
        tie(paragraph(word, doc.order, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True, before=8, after=8))


def _listed(lines: tuple[str, ...]) -> list[str]:
    last = len(lines) - 1
    return [f"- {line.rstrip('.; ')}{';' if index < last else '.'}" for index, line in enumerate(lines)]


def _signing(word: WordDocument, doc: Doc) -> None:
    if not doc.signs:
        return
    whole = TEXT_MM[doc.landscape]
    beside = len(doc.signs) == 1
    widths = (whole * 0.45, whole * 0.55) if beside else column_widths(doc.signs, whole)
    paragraph(word, "", size=6).paragraph_format.keep_with_next = True
    cells = bare_table(word, widths).rows[0].cells
    for cell, sign in zip(cells[1:] if beside else cells, doc.signs, strict=True):
        _sign(cell, sign)
    if beside:
        _recipients(partial(cell_paragraph, cells[0], align=WD_ALIGN_PARAGRAPH.LEFT), doc)
    else:
        _recipients(partial(paragraph, word), doc)


def _recipients(add: Callable[..., object], doc: Doc) -> None:
    if doc.recipients:
        add("Nơi nhận:", size=12, bold=True, italic=True)
        for line in _listed(doc.recipients):
            add(line, size=11)


def _sign(cell: WordCell, sign: Sign) -> None:
    if sign.place_and_date:
        cell_paragraph(cell, sign.place_and_date, italic=True)
    for line in sign.lines:
        cell_paragraph(cell, line, bold=True)
    if sign.caption:
        cell_paragraph(cell, sign.caption, size=13, italic=True)
    drawn = png_bytes(sign.picture)
    if drawn is not None:
        cell_paragraph(cell, "").add_run().add_picture(BytesIO(drawn), width=Mm(drawn_width_mm(drawn)))
    for _ in range(1 if drawn is not None else 4):
        cell_paragraph(cell, "")
    for line in filter(None, (sign.office, sign.name)):
        cell_paragraph(cell, line, bold=True)
    for _ in range(sign.free_lines):
        cell_paragraph(cell, "")


def _annex(word: WordDocument, doc: Doc, index: int, annex: Annex) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    _page(word, section, landscape=annex.landscape, draft=doc.draft)
    restart_pages(section)
    paragraph(word, doc.annex_label(index), align=WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    for line in _balanced(annex.title, 14, 200 if annex.landscape else 150):
        paragraph(word, line, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    if annex.attached_to:
        text = ("(Kèm theo ", *runs(annex.attached_to), ")")
        paragraph(word, text, align=WD_ALIGN_PARAGRAPH.CENTER, italic=True, after=10)
    for item in annex.blocks:
        block(word, item)
