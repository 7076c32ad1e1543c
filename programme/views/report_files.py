"""What one takes away from a report: the paper, the Word file, the spreadsheet, open data."""

from __future__ import annotations

import json

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from core import audit
from core.files import file_response
from core.spreadsheets import XLSX
from documents.render.docx import MIME as DOCX
from documents.render.docx import to_docx
from documents.render.pdf import RenderFailed, to_pdf
from programme.models import Report
from programme.reporting.content import Content
from programme.reporting.exporting import csv_of, open_data
from programme.reporting.paper import paper_of, workbook
from programme.views.reports import person, report_of


def _answer(report: Report, data: bytes, mime: str, extension: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(data, content_type=mime)
    draft = "" if report.document_id else "Du thao "
    name = f"{draft}Bao cao OCOP {report.unit.short_name} {report.year} ban {report.revision}.{extension}"
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    if inline:
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@require_GET
def download(request: HttpRequest, report_id: int, form: str) -> HttpResponse | FileResponse:
    """pdf, docx, xlsx: the stored bytes once sent, a draft before; json, csv: open data."""
    report = report_of(request, report_id)
    stored = {"pdf": report.document.pdf if report.document else None, "docx": report.docx, "xlsx": report.xlsx}.get(
        form
    )
    if stored is not None:
        audit.record(actor=person(request), action="report.download", obj=report, after={"form": form})
        return file_response(stored, inline=form == "pdf")
    content = Content(report)
    if form == "pdf":
        try:
            return _answer(report, to_pdf(paper_of(content)), "application/pdf", "pdf", inline=True)
        except RenderFailed:
            return redirect("programme:report", report_id=report.pk)
    made = {
        "docx": lambda: (to_docx(paper_of(content)), DOCX),
        "xlsx": lambda: (workbook(content), XLSX),
        "json": lambda: (json.dumps(open_data(content), ensure_ascii=False, indent=2).encode(), "application/json"),
        "csv": lambda: (csv_of(content).encode(), "text/csv; charset=utf-8"),
    }.get(form)
    if made is None:
        raise Http404
    data, mime = made()
    audit.record(actor=person(request), action="report.download", obj=report, after={"form": form})
    return _answer(report, data, mime, form)
