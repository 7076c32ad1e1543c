"""Signed copies. Signing happens outside the portal (Decree 68/2024); the portal checks what comes back."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Denied
from core.files import store_upload
from core.files.store import read_stored
from core.formats import now
from documents.enums import CopyKind
from documents.models import Document
from documents.rules import may_keep


@transaction.atomic
def upload_signed_copy(*, document: Document, upload: UploadedFile[Any], kind: str, actor: User) -> Document:
    """Keep the signed copy of an issued document.

    A digitally signed PDF must begin with the issued bytes, to which a signature only appends; a scan cannot be
    compared and is marked as one. A later copy takes the place of an earlier one, whose file stays in the archive.
    """
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.is_draft or locked.pdf is None:
        raise Denied("Văn bản chưa ban hành nên chưa có bản đã ký.", obj=locked)
    if not may_keep(actor, locked):
        raise Denied("Bạn không được giao lưu văn bản này.", obj=locked)
    if kind == CopyKind.SIGNED:
        check_contains(read_stored(locked.pdf), upload.read())
        upload.seek(0)
    stored = store_upload(upload, owner=actor, purpose="signed-document", accept=("pdf",))
    before = {"signed_copy": str(locked.signed_copy_id or ""), "kind": locked.signed_copy_kind}
    locked.signed_copy, locked.signed_copy_kind = stored, CopyKind(kind)
    locked.signed_copy_at, locked.signed_copy_by = now(), actor
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor,
        action="document.signed_copy",
        obj=locked,
        before=before,
        after={"signed_copy": str(stored.pk), "kind": kind, "sha256": stored.sha256},
    )
    return locked


def check_contains(issued: bytes, signed: bytes) -> None:
    """Raise Denied unless the signed file is the issued one with a signature appended."""
    if not signed.startswith(issued):
        raise Denied(
            "Tệp này không chứa nguyên vẹn bản đã ban hành. Tải lại bản PDF đã ban hành, ký số đúng tệp đó rồi nộp; nếu là "
            "bản quét, hãy chọn “Bản quét của bản giấy đã ký”."
        )
    if b"/ByteRange" not in signed[len(issued) :]:
        raise Denied("Tệp này chưa có chữ ký số.")
