"""Printed papers as files: several as one, and one as the answer to a request."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from pypdf import PdfWriter


def join_pdfs(parts: Iterable[bytes]) -> bytes:
    """Several PDFs as one."""
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf_response(data: bytes, name: str, *, attached: bool = False) -> HttpResponse:
    """PDF bytes shown in the browser (or saved, when `attached`), named for saving without ".pdf"."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(attached, f"{name}.pdf") or "inline"
    return response
