"""Plans, pictures and other papers of an event."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import audit
from core.errors import Denied
from core.files import UploadRefused, store_upload
from core.text import nfc
from promotion import rules
from promotion.enums import EventFileKind
from promotion.models import EventFile, PromotionEvent

MAX_FILES = 60


@transaction.atomic
def add_event_file(
    *, event: PromotionEvent, actor: Any, upload: UploadedFile, kind: str, caption: str = ""
) -> EventFile:
    """Keep a file of an event, also after its report. Raises Denied, UploadRefused."""
    rules.check_manages(actor, event)
    if kind not in EventFileKind.values:
        raise Denied("Chọn loại tệp.", obj=event, action="promotionevent.add_file")
    PromotionEvent.objects.select_for_update().get(pk=event.pk)
    if event.files.count() >= MAX_FILES:
        raise Denied(f"Mỗi sự kiện có tối đa {MAX_FILES} tệp.", obj=event, action="promotionevent.add_file")
    file = store_upload(upload, owner=actor, purpose="promotion-event")
    if kind == EventFileKind.PICTURE and not file.is_image:
        raise UploadRefused("Hình ảnh phải là tệp JPG, PNG hoặc WebP. Tệp khác thì chọn loại khác.")
    row = EventFile.objects.create(event=event, kind=kind, caption=nfc(caption)[:200], file=file, added_by=actor)
    audit.record(actor=actor, action="promotionevent.add_file", obj=event, after={"file": file.name, "kind": kind})
    return row


@transaction.atomic
def remove_event_file(*, row: EventFile, actor: Any) -> None:
    """Take a file off the event; the bytes stay in the archive. Raises Denied."""
    rules.check_manages(actor, row.event)
    audit.record(actor=actor, action="promotionevent.remove_file", obj=row.event, before={"file": row.file.name})
    row.delete()
