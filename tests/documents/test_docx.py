"""The word processor's file: it opens, says the same, and keeps Decree 30's page."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from documents.model import plain
from documents.model.blocks import Dieu, P
from documents.render.docx import to_docx
from documents.render.fonts import BOLD, width_mm
from tests.documents import measure, samples


def _text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return measure.flat(" ".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")))


@pytest.mark.parametrize("name", sorted(samples.DOCS))
def test_it_says_what_the_paper_says(name: str) -> None:
    doc = samples.DOCS[name]()
    words = _text(to_docx(doc)).replace(" ", "")
    expected = [plain(block.text) for block in doc.blocks if isinstance(block, P | Dieu)]
    expected += [doc.kind, *doc.body_lines, *(line.rstrip(".; ") for line in doc.recipients)]
    expected += [plain(basis) for basis in doc.bases] + [annex.title for annex in doc.annexes]
    for text in expected:
        assert measure.flat(text).replace(" ", "").replace("…", "") in words  # a blank is only room


def test_page_and_margins() -> None:
    document = docx.Document(io.BytesIO(to_docx(samples.decision())))
    assert len(document.sections) == 2
    for section in document.sections:
        assert section.left_margin == pytest.approx(Mm(30), rel=0.001)
        assert section.right_margin == pytest.approx(Mm(15), rel=0.001)
        assert section.different_first_page_header_footer
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_a_landscape_paper_lies() -> None:
    section = docx.Document(io.BytesIO(to_docx(samples.summary()))).sections[0]
    assert section.page_width > section.page_height


def test_every_line_of_the_head_fits_its_column() -> None:
    """A council's longest line is wider than Word's own margins of 1.9 mm would leave it."""
    doc = samples.minutes_paper()
    head = docx.Document(io.BytesIO(to_docx(doc))).tables[0]
    margins = head._tbl.tblPr.find(qn("w:tblCellMar"))
    beside = sum(int(margins.find(qn(side)).get(qn("w:w"))) for side in ("w:left", "w:right"))
    room = head.columns[0].width.mm - Twips(beside).mm
    longest = max(width_mm(line, 12, BOLD) for line in doc.body_lines)
    assert 65 - 2 * 1.9 < longest < room


def test_a_draft_says_so() -> None:
    document = docx.Document(io.BytesIO(to_docx(samples.decision(draft=True))))
    heads = [p.text.strip() for s in document.sections for h in (s.header, s.first_page_header) for p in h.paragraphs]
    assert heads.count("DỰ THẢO") == 4


def test_word_gets_properties_in_the_order_of_its_schema() -> None:
    """Out of order, Word drops the drawn rules or calls the file damaged."""
    order = ["keepNext", "pBdr", "spacing", "ind", "jc", "rPr"]
    document = docx.Document(io.BytesIO(to_docx(samples.decision())))
    for properties in document.element.body.iter(qn("w:pPr")):
        names = [child.tag.split("}")[1] for child in properties]
        known = [order.index(name) for name in names if name in order]
        assert known == sorted(known), names
    for properties in document.element.body.iter(qn("w:sectPr")):
        names = [child.tag.split("}")[1] for child in properties]
        assert names.count("pgNumType") <= 1
        if "pgNumType" in names:
            assert names.index("pgNumType") < names.index("cols")
