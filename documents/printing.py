"""From a stored document to bytes. Issued documents are never printed anew: their bytes are in the archive."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from core.errors import Denied
from core.formats import today
from documents.enums import BodyKind
from documents.kinds import Paper, kind_of
from documents.model import Doc, PaperDate, Table
from documents.models import Document
from documents.papers_common import SIGNING_FORMS, Body, Issue, Signer, Texts, body_named
from documents.render.certificate import certificate_html, certificate_pdf
from documents.render.docx import to_docx
from documents.render.html import to_html
from documents.render.pdf import to_pdf


def issue_of(document: Document) -> Issue:
    """What builders need of the registry: body, symbol, number, date, signer."""
    date = PaperDate.of(document.issued_on) if document.issued_on else PaperDate.month_of(today())
    form = document.signing_form or kind_of(document).signing_forms[0]
    # a council signs with its body's seal, so the office that its chair holds there stands above the name
    office = document.signer_position if document.issuing_body == BodyKind.COUNCIL else ""
    return Issue(
        body=body_of(document),
        symbol=document.symbol,
        signer=Signer(form, document.signer_name, office, _free_lines(document, form)),
        number=document.number,
        date=date,
        draft=document.number is None,
    )


def _free_lines(document: Document, form: str) -> int:
    """Room for the name, and for the most lines that any way to sign this kind takes, until somebody is named."""
    kind = kind_of(document)
    if document.number is not None or document.signer_name or not kind.needs_signer:
        return 0
    most = max(len(SIGNING_FORMS[one]) for one in (form, *kind.signing_forms))
    return 1 + most - len(SIGNING_FORMS[form]) + (document.issuing_body == BodyKind.COUNCIL)


def words_of(document: Document, values: Mapping[str, str] | None = None) -> Texts:
    """The stored wording, with the subject that stands in its own column, and the figures that it names."""
    return Texts.from_fields({**document.fields, "subject": document.subject}, values)


def body_of(document: Document) -> Body:
    """The issuing body under the name that its unit has; its lines may be set by hand."""
    unit = document.issuing_unit
    area = unit.area
    day = document.issued_on or today()
    return body_named(document.issuing_body, area, unit.level, day=day, lines=tuple(document.body_lines))


def paper_of(document: Document) -> Paper:
    """The paper as its kind lays it out; without a number it shows today's figures and is marked DỰ THẢO."""
    kind = kind_of(document)
    if document.number is not None:
        return kind.builder(document)
    if kind.collect:
        document.source = dict(kind.collect(document))
    return kind.builder(document).as_draft()


def is_long(paper: Paper) -> bool:
    """Whether printing takes longer than a request may: the worker prints it (DESIGN rule 12)."""
    if not isinstance(paper, Doc):
        return False
    blocks = (*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks))
    return sum(len(block.rows) for block in blocks if isinstance(block, Table)) > settings.LONG_PAPER_ROWS


def print_pdf(paper: Paper) -> bytes:
    """PDF bytes of any paper. Raises RenderFailed."""
    return to_pdf(paper) if isinstance(paper, Doc) else certificate_pdf(paper)


def preview_pdf(document: Document) -> bytes:
    """The draft as PDF, marked DỰ THẢO. Raises RenderFailed."""
    return print_pdf(paper_of(document))


def preview_html(document: Document) -> str:
    """The draft as a page that a browser can print when no PDF can be made."""
    paper = paper_of(document)
    return to_html(paper, for_screen=True) if isinstance(paper, Doc) else certificate_html(paper, for_screen=True)


def preview_docx(document: Document) -> bytes:
    """The draft for a word processor. Raises Denied for certificates, which have no such form."""
    paper = paper_of(document)
    if not isinstance(paper, Doc):
        raise Denied("Giấy chứng nhận chỉ có bản PDF.", obj=document)
    return to_docx(paper)
