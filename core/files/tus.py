"""The small part of tus 1.0 (https://tus.io/protocols/resumable-upload) that the portal's own pages use.

Creation by POST, offset by HEAD, a piece by PATCH. PATCH comes as POST with `X-HTTP-Method-Override`, as the protocol
provides for networks and access maps that know only GET and POST. The client is the npm package tus-js-client.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from core.files.checks import UploadRefused
from core.models import PartialUpload

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"


def words_of(request: HttpRequest) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a name and base64, with commas between. What can't be read is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8").replace("\x00", "")[:500]
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def number_in(request: HttpRequest, header: str) -> int:
    """A header that is a plain number. Raises UploadRefused."""
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 13):
        raise UploadRefused("Yêu cầu gửi tệp thiếu thông tin. Tải lại trang rồi gửi lại.")
    return int(text)


def is_piece(request: HttpRequest) -> bool:
    """Say whether the request brings a piece."""
    return (
        request.headers.get("X-HTTP-Method-Override", "") == "PATCH"
        and request.headers.get("Content-Type", "") == PIECE_TYPE
    )


def answer(status: int, upload: PartialUpload | None = None, **headers: Any) -> HttpResponse:
    """An answer without a body, with what the protocol wants said."""
    response = HttpResponse(status=status, content_type="text/plain")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    if upload is not None:
        response["Upload-Offset"] = str(upload.offset)
        response["Upload-Length"] = str(upload.size)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def refusal(sentence: str, status: int = 422) -> HttpResponse:
    """A refusal with the sentence for the person."""
    response = JsonResponse({"error": sentence}, status=status)
    response["Tus-Resumable"] = VERSION
    return response
