"""Joining printed papers."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pypdf import PdfWriter


def join_pdfs(parts: Iterable[bytes]) -> bytes:
    """Several PDFs as one."""
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
