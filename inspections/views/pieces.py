"""Photos in pieces over a poor line: begin, ask how far, send the next piece (tus 1.0, see `core.files.tus`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core import audit
from core.errors import Denied
from core.files import NoRoomError, UploadRefused, tus
from core.files.pieces import OutOfPlaceError
from inspections.actions.uploads import add_piece, begin_photo, own_uploads
from inspections.views.visits import get_inspection

View = Callable[..., HttpResponse]


def _speaks_tus(view: View) -> View:
    """Refusals in words that the page can show beside the photo."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Denied as refusal:
            audit.record(
                actor=request.user,
                action="inspection.photo",
                obj=refusal.obj or request.user,
                reason=refusal.sentence,
                refused=True,
            )
            return tus.refusal(refusal.sentence, status=403)
        except NoRoomError as refusal:
            return tus.refusal(refusal.sentence, status=403)
        except UploadRefused as refusal:
            return tus.refusal(refusal.sentence)
        except OutOfPlaceError:
            return tus.refusal("Phần này đã nhận hoặc chưa tới lượt.", status=409)

    return answer


@require_POST
@_speaks_tus
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the sending of one photo; the same key goes on with what has arrived."""
    row = get_inspection(request, pk)
    words = tus.words_of(request)
    try:
        key = UUID(words.get("key", ""))
    except ValueError:
        raise UploadRefused("Thiếu khoá gửi ảnh. Tải lại trang rồi gửi lại.") from None
    upload = begin_photo(
        inspection=row, key=key, name=words.get("filename", ""), size=tus.number_in(request, "Upload-Length"),
        words={name: words[name] for name in ("line", "caption", "latitude", "longitude") if name in words},
        actor=request.user,
    )  # fmt: skip
    return tus.answer(201, upload, Location=reverse("inspections:photo_piece", args=[row.pk, upload.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@_speaks_tus
def piece(request: HttpRequest, pk: int, upload: UUID) -> HttpResponse:
    """Say how far one's own photo is; or take the next piece of it."""
    row = get_inspection(request, pk)
    sending = get_object_or_404(own_uploads(row, request.user), pk=upload)
    if request.method != "POST":
        return tus.answer(200, sending)
    if not tus.is_piece(request):
        raise UploadRefused("Yêu cầu gửi tệp thiếu thông tin. Tải lại trang rồi gửi lại.")
    grown, photo = add_piece(
        inspection=row, upload=sending, offset=tus.number_in(request, "Upload-Offset"), content=request.body,
        actor=request.user,
    )  # fmt: skip
    place = f"{photo.latitude}, {photo.longitude}" if photo is not None and photo.latitude is not None else ""
    return tus.answer(204, grown, **({"Photo_Place": place} if place else {}))
