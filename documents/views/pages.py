"""Reading documents: the list, the page as on paper, downloads."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.access import allowed
from core import audit, jobs, workflow
from core.formats import datetime_vn
from core.lists import Column, ListPage, Order
from documents.enums import DocumentState
from documents.filters import DocumentFilter
from documents.kinds import Widget, all_kinds, kind_of
from documents.model.doc import Doc
from documents.models import Document
from documents.papers_common import SIGNING_FORM_LABELS
from documents.pictures import PageSize, TooLong, draft_pages, page_sizes, picture
from documents.printing import paper_of, preview_docx, preview_html
from documents.render.docx import MIME as DOCX
from documents.render.pdf import RenderFailed
from documents.rules import can_edit, may_keep
from documents.signers import as_seen_by
from documents.visibility import visible_documents
from documents.workflow import still_binds

_ACTIONS = {
    "document.draft": "Soạn dự thảo",
    "document.edit": "Sửa lời văn",
    "document.issue": "Ban hành",
    "document.signed_copy": "Nộp bản đã ký",
    "document.replace": "Được thay thế",
    "document.recall": "Thu hồi",
}


def document_of(request: HttpRequest, pk: int) -> Document:
    """A document that this person may see; anybody else's answers 404."""
    rows = visible_documents(request.user).select_related(
        "issuing_unit", "issuing_unit__parent", "pdf", "signed_copy", "replaced_by", "created_by", "issued_by"
    )
    return get_object_or_404(rows, pk=pk)


class DocumentList(ListPage):
    """All documents that the person may see, newest first."""

    template_name = "documents/list.html"
    filterset_class = DocumentFilter
    orders = (
        Order("moi", "Mới nhất", ("-created_at", "-pk")),
        Order("so", "Theo số văn bản", ("-year", "symbol", "-number", "-pk")),
    )
    columns = (
        Column("Số, ký hiệu", lambda row: row.notation, 18),
        Column("Ngày ban hành", lambda row: row.issued_on, 14),
        Column("Loại văn bản", lambda row: row.kind_label, 28),
        Column("Trích yếu", lambda row: row.subject, 70),
        Column("Đơn vị ban hành", lambda row: row.issuing_unit.name, 24),
        Column("Trạng thái", lambda row: row.get_state_display(), 18),
    )
    export_name = "van-ban"

    def rows(self) -> QuerySet[Document]:
        """What this person may see."""
        return visible_documents(self.request.user)

    def decorate(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        """The unit of each row; never the wording or the figures."""
        return rows.select_related("issuing_unit").defer("fields", "source")

    def complete(self, rows: Sequence[Document]) -> None:
        """What tells apart papers of one kind, whose subjects are the same: one statement a way of telling, not a row."""
        ways = {kind.code: kind.told_apart for kind in all_kinds()}
        asked: dict[Any, list[Document]] = defaultdict(list)
        for row in rows:
            asked[ways.get(row.kind)].append(row)
        told: dict[int, str] = {}
        for tell, papers in asked.items():
            told |= tell(papers) if tell else {}
        for row in rows:
            row.told = told.get(row.pk, "")  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Event:
    """A line of the timeline."""

    title: str
    when: str
    who: str
    reason: str
    state: str = "done"


@require_GET
def document_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as on paper, beside its fields, number, hash and copies."""
    document = document_of(request, pk)
    kind = kind_of(document)
    steps = {row.name for row in workflow.available(document, request.user)}
    context = {
        "document": document,
        "kind": kind,
        **pages_of(request, document),
        "tag": document.sha256[:12] if document.sha256 else f"{document.version}",
        "wording": _wording(document),
        "signing_form": SIGNING_FORM_LABELS.get(document.signing_form, ""),
        "about": kind.about(document) if kind.about else None,
        "follows": _job_of(request, document),
        "may_edit": document.is_draft and can_edit(request.user, document),
        "may_issue": "issue" in steps,
        "may_recall": "recall" in steps,
        "binds": still_binds(document) if "recall" in steps else "",
        "may_keep": not document.is_draft and may_keep(request.user, document),
        "has_docx": document.is_draft and isinstance(paper_of(document), Doc),
        "events": list(_events(document)),
    }
    return render(request, "documents/document.html", context)


def pages_of(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What `_pages.html` shows: the pages, or none and the sentence that says why."""
    pages: list[PageSize] = []
    failure, too_long = "", False
    try:
        pages = page_sizes(as_seen_by(request.user, document))
    except RenderFailed as error:
        failure, too_long = error.sentence, isinstance(error, TooLong)
    except FileNotFoundError:
        failure = "Không tìm thấy tệp đã ban hành trên máy chủ. Bộ phận hỗ trợ đã được báo."
    return {"pages": pages, "failure": failure, "too_long": too_long}


def _wording(document: Document) -> list[tuple[str, list[str]]]:
    out = []
    for item in kind_of(document).editable_fields:
        value = document.fields.get(item.key)
        lines = [value] if isinstance(value, str) else list(value or ())
        choices = dict(item.choices) if item.widget is Widget.CHOICE else {}
        if lines:
            out.append((item.label, [choices.get(line, line) for line in lines]))
    return out


def _events(document: Document) -> list[Event]:
    return [
        Event(_ACTIONS.get(row.action, row.action), datetime_vn(row.at), row.actor_label, row.reason)
        for row in audit.timeline(document)[:30]
    ]


def _job_of(request: HttpRequest, document: Document) -> dict[str, str] | None:
    """What the issued paper can be followed by, for who may start it."""
    follows = kind_of(document).follows
    found = follows(document) if follows and document.state == DocumentState.ISSUED else None
    if found is None or not allowed(request.user, found[1], "POST"):
        return None
    return {"label": found[0], "url": reverse(found[1], args=[document.pk])}


@require_GET
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page as PNG."""
    document = document_of(request, pk)
    try:
        data = picture(as_seen_by(request.user, document), number)
    except (IndexError, FileNotFoundError, RenderFailed):
        raise Http404 from None
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as PDF inline; an issued document's own bytes."""
    document = document_of(request, pk)
    if document.pdf:
        return redirect(f"{reverse('core:file', args=[document.pdf.pk])}?xem=1")
    try:
        pdf = draft_pages(as_seen_by(request.user, document), wait=False).pdf
    except RenderFailed as error:  # too long, or not to be printed: the document's own page says what to do
        messages.info(request, error.sentence)
        return redirect("documents:document", pk=pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, _file_name(document, "pdf")) or "inline"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return _private(response)


@require_POST
def print_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker print a long draft."""
    document = document_of(request, pk)
    if not document.is_draft:
        raise Http404
    job = jobs.start(
        "documents.preview",
        owner=request.user,
        params={"document": document.pk, "back": reverse("documents:document", args=[document.pk])},
        label=f"Xem trước {kind_of(document).plain_label}",
    )
    return redirect("core:job", job.pk)


@require_GET
def as_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft for the browser's own printing, also when no PDF can be made."""
    document = document_of(request, pk)
    if not document.is_draft:
        return redirect("documents:document", pk=pk)
    markup = preview_html(as_seen_by(request.user, document))
    sheets = re.findall(r"<style>(.*?)</style>", markup, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in sheets)
    response = HttpResponse(markup)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {hashes}; font-src 'self'; img-src data:; frame-ancestors 'none'"
    )
    return _private(response)


@require_GET
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft for a word processor."""
    document = document_of(request, pk)
    if not document.is_draft:
        raise Http404
    response = HttpResponse(preview_docx(document), content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, _file_name(document, "docx")) or "attachment"
    return _private(response)


def _file_name(document: Document, extension: str) -> str:
    return f"Du thao {kind_of(document).plain_label} {document.pk}.{extension}"


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
