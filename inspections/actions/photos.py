"""Photos and signatures from the site. What is sent twice over a poor line is kept once."""

from __future__ import annotations

import base64
import binascii
import io
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from core import audit
from core.errors import Denied
from core.files import NoRoomError, UploadRefused, store_bytes
from core.files.checks import IMAGES, check_upload
from core.formats import now
from core.text import nfc
from inspections import rules
from inspections.exif import read_shot, without_data
from inspections.models import Inspection, InspectionLine, InspectionPhoto, InspectionSignature

MAX_PHOTOS = 60
_PNG = "data:image/png;base64,"
_SIGNATURE_BYTES = 200_000


def _open(inspection_id: int, actor: Any) -> Inspection:
    found = Inspection.objects.select_for_update(of=("self",)).select_related("unit", "team").get(pk=inspection_id)
    rules.check_visit(actor, found)
    return found


@transaction.atomic
def add_photo(
    *,
    inspection: Inspection,
    upload: UploadedFile,
    key: UUID,
    actor: Any,
    line: InspectionLine | None = None,
    caption: str = "",
    device_place: tuple[Decimal, Decimal] | None = None,
) -> InspectionPhoto:
    """Keep a photo without the camera's data, which becomes fields; the same key again gives the photo that is there.

    The camera's own place wins over what the phone told at sending. Raises Denied, UploadRefused.
    """
    locked = _open(inspection.pk, actor)
    known = InspectionPhoto.objects.filter(inspection=locked, upload_key=key).first()
    if known is not None:
        return known
    if line is not None and line.inspection_id != locked.pk:
        raise Denied("Nội dung kiểm tra không thuộc phiếu này.", obj=locked, action="inspection.photo")
    if locked.photos.filter(removed_at=None).count() >= MAX_PHOTOS:
        raise NoRoomError(f"Mỗi cuộc kiểm tra lưu tối đa {MAX_PHOTOS} ảnh. Gỡ bớt ảnh rồi gửi lại.")
    checked = check_upload(upload, accept=IMAGES)
    content = upload.read()
    shot = read_shot(content)
    place = (shot.latitude, shot.longitude) if shot.latitude is not None else device_place
    source = "camera" if shot.latitude is not None else "device" if device_place else ""
    name = f"{checked.name.rpartition('.')[0]}.jpg"
    stored = store_bytes(name, without_data(content), owner=actor, mime="image/jpeg", purpose="inspection-photo")
    try:
        with transaction.atomic():
            photo = InspectionPhoto.objects.create(
                inspection=locked, line=line, file=stored, upload_key=key, caption=nfc(caption)[:200],
                taken_at=shot.taken_at, latitude=place[0] if place else None, longitude=place[1] if place else None,
                place_source=source, added_by=actor,
            )  # fmt: skip
    except IntegrityError:
        return InspectionPhoto.objects.get(inspection=locked, upload_key=key)
    audit.record(
        actor=actor, action="inspection.add_photo", obj=locked,
        after={"photo": photo.pk, "file": str(stored.pk), "line": line.code if line else ""},
    )  # fmt: skip
    return photo


@transaction.atomic
def remove_photo(*, photo: InspectionPhoto, actor: Any) -> None:
    """Take a photo off the sheet; its row and file stay for the history. Raises Denied."""
    locked = _open(photo.inspection_id, actor)
    done = InspectionPhoto.objects.filter(pk=photo.pk, removed_at=None).update(removed_at=now(), removed_by=actor)
    if done:
        audit.record(actor=actor, action="inspection.remove_photo", obj=locked, before={"photo": photo.pk})


def png_of(data_url: str) -> bytes:
    """The picture of a signature as the page draws it. Raises UploadRefused for anything else, or an empty one."""
    if not data_url.startswith(_PNG):
        raise UploadRefused("Chưa nhận được chữ ký. Ký lại vào khung rồi lưu.")
    try:
        content = base64.b64decode(data_url[len(_PNG) :], validate=True)
    except binascii.Error:
        raise UploadRefused("Chữ ký bị lỗi khi gửi. Ký lại vào khung rồi lưu.") from None
    if len(content) > _SIGNATURE_BYTES:
        raise UploadRefused("Chữ ký quá lớn. Xoá và ký lại.")
    check_upload(SimpleUploadedFile("chu-ky.png", content, "image/png"), accept=("png",))
    with Image.open(io.BytesIO(content)) as picture:
        ink = picture.convert("RGBA").getchannel("A").getbbox()
        if ink is None:
            raise UploadRefused("Khung chữ ký còn trống. Ký vào khung rồi lưu.")
        cut = picture.convert("RGBA").crop(ink)
    out = io.BytesIO()
    cut.save(out, "PNG", optimize=True)
    return out.getvalue()


@transaction.atomic
def sign(*, inspection: Inspection, side: str, name: str, data_url: str, actor: Any) -> InspectionSignature:
    """Keep a signature drawn on the screen; drawn again before the conclusion, it replaces the first.

    Raises Denied, UploadRefused.
    """
    locked = _open(inspection.pk, actor)
    if side not in {"team", "site"}:
        raise Denied("Chọn bên ký: đoàn kiểm tra hoặc cơ sở.", obj=locked, action="inspection.sign")
    if not nfc(name):
        raise Denied("Ghi họ tên người ký.", obj=locked, action="inspection.sign")
    file = store_bytes("chu-ky.png", png_of(data_url), owner=actor, mime="image/png", purpose="signature")
    signature, _ = InspectionSignature.objects.update_or_create(
        inspection=locked, side=side, defaults={"name": nfc(name)[:100], "file": file, "taken_by": actor}
    )
    audit.record(actor=actor, action="inspection.sign", obj=locked, after={"side": side, "name": signature.name})
    return signature
