"""Workbooks as officers send them, made in memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book_bytes(
    rows: Iterable[Sequence[Any]],
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[Sequence[Any]] = (),
    title: str = "DS",
) -> bytes:
    """One visible sheet of these rows, with merged ranges; `hidden` rows stand on a hidden sheet before it."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    if hidden:
        secret = book.create_sheet("Ẩn", 0)
        secret.sheet_state = "hidden"
        for row in hidden:
            secret.append(list(row))
        book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(rows: Iterable[Sequence[Any]], *, name: str = "bang.xlsx", **more: Any) -> SimpleUploadedFile:
    """The workbook as an upload."""
    return SimpleUploadedFile(name, book_bytes(rows, **more), XLSX)
