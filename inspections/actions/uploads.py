"""Photos that come in pieces: who may begin and go on, and what happens when one is whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from core.errors import Denied
from core.files import NoRoomError, UploadRefused, pieces
from core.models import PartialUpload
from inspections import rules
from inspections.actions.photos import MAX_PHOTOS, add_photo
from inspections.exif import place_from_text
from inspections.models import Inspection, InspectionPhoto

PIECE_BYTES = 262_144  # half a minute on the slowest line that a phone still shows


def subject_of(inspection: Inspection) -> str:
    """What the pieces are for."""
    return f"inspection:{inspection.pk}"


def own_uploads(inspection: Inspection, user: Any) -> QuerySet[PartialUpload]:
    """What this person is sending to this visit."""
    return PartialUpload.objects.filter(owner=user, subject=subject_of(inspection))


def begin_photo(
    *, inspection: Inspection, key: UUID, name: str, size: int, words: Mapping[str, str], actor: Any
) -> PartialUpload:
    """Open the sending of a photo, or go on with the one of that key. Raises Denied, UploadRefused."""
    rules.check_visit(actor, inspection)
    photos = inspection.photos.filter(removed_at=None).count()
    if photos >= MAX_PHOTOS and not InspectionPhoto.objects.filter(inspection=inspection, upload_key=key).exists():
        raise NoRoomError(f"Mỗi cuộc kiểm tra lưu tối đa {MAX_PHOTOS} ảnh. Gỡ bớt ảnh rồi gửi lại.")
    return pieces.begin(owner=actor, subject=subject_of(inspection), key=key, name=name, size=size, words=words)


def add_piece(
    *, inspection: Inspection, upload: PartialUpload, offset: int, content: bytes, actor: Any
) -> tuple[PartialUpload, InspectionPhoto | None]:
    """Keep a piece; with the last one the photo is checked whole and kept, or refused and forgotten.

    Raises Denied, UploadRefused, OutOfPlaceError.
    """
    rules.check_visit(actor, inspection)
    if upload.owner_id != actor.pk or upload.subject != subject_of(inspection):
        raise Denied(
            "Ảnh này do người khác gửi hoặc thuộc cuộc kiểm tra khác.", obj=inspection, action="inspection.photo"
        )
    try:
        with (
            transaction.atomic()
        ):  # the last piece and the photo, or neither: a sender that asks again is told the truth
            grown = pieces.append(upload=upload, offset=offset, content=content)
            return grown, _take(inspection, grown, actor) if grown.offset == grown.size else None
    except (UploadRefused, Denied):
        pieces.discard(upload)
        raise


def _take(inspection: Inspection, upload: PartialUpload, actor: Any) -> InspectionPhoto:
    wanted = upload.words.get("line", "")
    line = None
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        line = inspection.lines.filter(pk=int(wanted)).first()
    photo = add_photo(
        inspection=inspection,
        upload=pieces.assembled(upload),
        key=upload.key,
        actor=actor,
        line=line,
        caption=upload.words.get("caption", ""),
        device_place=place_from_text(upload.words.get("latitude", ""), upload.words.get("longitude", "")),
    )
    pieces.finish(upload)
    return photo
