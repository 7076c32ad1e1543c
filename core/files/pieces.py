"""Uploads in pieces: what has arrived stays, whatever becomes of the line, the page or the web process.

The other side speaks tus 1.0 (see `core.files.tus`). Nothing here trusts the bytes: a whole file passes the same check
as any other upload, in the action that takes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F, Sum

from core.files.checks import NoRoomError, UploadRefused, safe_name
from core.formats import now, number_vn
from core.models import PartialUpload, UploadPiece

MAX_OPEN = 60
MAX_OPEN_BYTES = 300_000_000
MAX_PIECE = 2_000_000
KEPT_HOURS = 72


class OutOfPlaceError(Exception):
    """A piece that does not begin where the last one ended: the sender asks again where to go on."""


def begin(
    *, owner: Any, subject: str, key: UUID, name: str, size: int, words: Mapping[str, str] | None = None
) -> PartialUpload:
    """Open an upload, or give back the one that this person began with the same key. Raises UploadRefused."""
    known = PartialUpload.objects.filter(owner=owner, subject=subject, key=key).first()
    if known is not None:
        if known.size != size:
            raise UploadRefused("Tệp này đã gửi dở với dung lượng khác. Chọn lại tệp rồi gửi.")
        return known
    if not 0 < size <= settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // 1_000_000
        raise UploadRefused(f"Tệp nặng {number_vn(size / 1_000_000, 1)} MB, mức cho phép: trên 0 đến {most} MB.")
    waiting = PartialUpload.objects.filter(owner=owner, finished=False)
    total = waiting.aggregate(total=Sum("size"))["total"] or 0
    if waiting.count() >= MAX_OPEN or total + size > MAX_OPEN_BYTES:
        raise NoRoomError("Bạn đang có quá nhiều tệp gửi dở. Chờ gửi xong rồi gửi thêm.")
    made, _ = PartialUpload.objects.get_or_create(
        owner=owner, subject=subject, key=key,
        defaults={"name": safe_name(name) or "tep", "size": size, "words": dict(words or {})},
    )  # fmt: skip
    return made


@transaction.atomic
def append(*, upload: PartialUpload, offset: int, content: bytes) -> PartialUpload:
    """Keep one piece and say how far the file is. Raises OutOfPlaceError, UploadRefused."""
    locked = PartialUpload.objects.select_for_update().get(pk=upload.pk)
    if locked.finished or offset != locked.offset:
        raise OutOfPlaceError
    if not content or len(content) > MAX_PIECE or offset + len(content) > locked.size:
        raise UploadRefused("Phần tệp gửi lên không đúng dung lượng. Chọn lại tệp rồi gửi.")
    UploadPiece.objects.create(upload=locked, start=offset, content=content)
    locked.offset += len(content)
    locked.touched_at = now()
    locked.save(update_fields=["offset", "touched_at"])
    return locked


def assembled(upload: PartialUpload) -> SimpleUploadedFile:
    """The whole file, to be checked like any other upload."""
    whole = b"".join(bytes(piece.content) for piece in upload.pieces.order_by("start").iterator(chunk_size=8))
    return SimpleUploadedFile(upload.name, whole)


@transaction.atomic
def finish(upload: PartialUpload) -> None:
    """The file is taken: its pieces go; the row tells a sender that lost the answer that all has arrived."""
    UploadPiece.objects.filter(upload=upload).delete()
    PartialUpload.objects.filter(pk=upload.pk).update(finished=True, offset=F("size"), touched_at=now())


def discard(upload: PartialUpload) -> None:
    """The file was refused or is not wanted: nothing of it stays."""
    PartialUpload.objects.filter(pk=upload.pk).delete()


def sweep(hours: int = KEPT_HOURS) -> int:
    """Forget what nobody went on with, and the rows of finished ones; returns how many."""
    old = PartialUpload.objects.filter(touched_at__lt=now() - dt.timedelta(hours=hours))
    count = old.count()
    old.delete()
    return count
