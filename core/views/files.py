"""Serving private files: every request is asked whether this person may open this file now."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from core.errors import Denied
from core.files import file_response, may_open
from core.files.openings import note_opening
from core.files.pages import page_picture
from core.models import ScanState, StoredFile


def _opened(request: HttpRequest, file_id: UUID) -> StoredFile:
    file = get_object_or_404(StoredFile, pk=file_id)
    if not may_open(request.user, file):
        raise Http404
    if file.scan == ScanState.INFECTED:
        raise Denied(f"“{file.name}” có mã độc nên không ai mở được. Gỡ tệp này và tải lên bản khác.")
    if file.scan == ScanState.UNSCANNED:
        raise Denied(
            f"Chưa kiểm tra được mã độc trong “{file.name}” nên không ai mở được. Gỡ tệp này, tải lên bản nhỏ hơn hoặc "
            "lưu lại tệp rồi tải lên."
        )
    if file.scan != ScanState.CLEAN:
        raise Denied(f"“{file.name}” {file.get_scan_display()}, chưa mở được. Thử lại sau ít phút.")
    return file


@require_GET
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """Send the file as a download, or inline with `?xem=1` for PDF and pictures."""
    file = _opened(request, file_id)
    try:
        response = file_response(file, inline=request.GET.get("xem") == "1")
    except FileNotFoundError:
        raise Denied(f"Không tìm thấy “{file.name}” trên máy chủ. Bộ phận hỗ trợ đã được báo.") from None
    note_opening(request.user, file)
    return response


@require_GET
def page(request: HttpRequest, file_id: UUID, number: int) -> HttpResponse:
    """One page of a PDF, or a picture, as PNG for the viewer."""
    file = _opened(request, file_id)
    try:
        picture = page_picture(file, number)
    except (IndexError, FileNotFoundError):
        raise Http404 from None
    note_opening(request.user, file)
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response
