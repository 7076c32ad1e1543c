"""Keeping, finding and serving private files."""

from __future__ import annotations

import errno
import hashlib
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, Q
from django.http import FileResponse
from django.utils import timezone

from core.files.checks import DOCUMENTS, UploadRefused, check_upload, safe_name
from core.formats import now
from core.models import ScanState, StoredFile

log = structlog.get_logger(__name__)
AccessCheck = Callable[[Any, StoredFile], bool]
ATTACHED_WITHIN = timedelta(days=1)  # what waits longer for its record is forgotten, and opens for nobody
_access_checks: list[AccessCheck] = []


def register_access(check: AccessCheck) -> AccessCheck:
    """An app says which of its files a person may open; one yes suffices."""
    if check not in _access_checks:
        _access_checks.append(check)
    return check


def may_open(user: Any, file: StoredFile) -> bool:
    """Say whether this person may open this file now: whoever an app lets, or the uploader of what is not attached yet.

    Having uploaded a file gives no right to it once a record names it: whoever moved to another unit keeps nothing.
    """
    if user.pk is None:
        return False
    if any(check(user, file) for check in _access_checks):
        return True
    return bool(file.owner_id == user.pk) and _waits_to_be_attached(file)


def _waits_to_be_attached(file: StoredFile) -> bool:
    return file.created_at > now() - ATTACHED_WITHIN and not _is_named(file)


def _is_named(file: StoredFile) -> bool:
    """Whether any record of any app names the file; asked in one statement."""
    named = Q(pk__in=())
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            named |= Q(Exists(rows))
    return StoredFile.objects.filter(named, pk=file.pk).exists()


def _write(content: File[bytes]) -> str:
    """Write bytes under a random name. A full disk leaves neither row nor half a file."""
    key = uuid.uuid4().hex
    path = f"{key[:2]}/{key[2:4]}/{key}"
    try:
        return default_storage.save(path, content)
    except OSError as error:
        log.error("files.write_failed", error=str(error))
        if default_storage.exists(path):
            default_storage.delete(path)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise UploadRefused(
                "Máy chủ đã hết chỗ lưu tệp nên chưa nhận được. Báo bộ phận hỗ trợ rồi nộp lại."
            ) from None
        raise UploadRefused("Máy chủ chưa lưu được tệp. Thử lại sau ít phút.") from None


def _digest(content: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def _keep(content: File[bytes], *, name: str, mime: str, size: int, owner: Any, purpose: str, scan: str) -> StoredFile:
    sha256 = _digest(content)
    path = _write(content)
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                name=name, path=path, mime=mime, size=size, sha256=sha256, owner=owner, purpose=purpose, scan=scan
            )
    except BaseException:
        default_storage.delete(path)
        raise


def store_upload(
    upload: UploadedFile,
    *,
    owner: Any,
    purpose: str = "",
    accept: tuple[str, ...] = DOCUMENTS,
    max_bytes: int | None = None,
) -> StoredFile:
    """Check and keep one uploaded file.

    Raises UploadRefused with a sentence. With an antivirus configured the file stays "đang quét" until it answered.
    """
    checked = check_upload(upload, accept=accept, max_bytes=max_bytes)
    scan = ScanState.PENDING if settings.CLAMD_ADDRESS else ScanState.CLEAN
    stored = _keep(
        upload, name=checked.name, mime=checked.mime, size=checked.size, owner=owner, purpose=purpose, scan=scan
    )
    if scan == ScanState.PENDING:
        from core.queue import send_soon
        from core.tasks import scan_file

        send_soon(scan_file, str(stored.pk))
    return stored


def store_bytes(
    name: str, data: bytes, *, owner: Any = None, mime: str = "application/pdf", purpose: str = ""
) -> StoredFile:
    """Keep bytes that the portal itself made."""
    return _keep(
        ContentFile(data),
        name=safe_name(name),
        mime=mime,
        size=len(data),
        owner=owner,
        purpose=purpose,
        scan=ScanState.CLEAN,
    )


def open_stored(file: StoredFile) -> File[bytes]:
    """Open the bytes; a missing file is noted on the row and raises FileNotFoundError."""
    try:
        return default_storage.open(file.path, "rb")
    except FileNotFoundError:
        if file.missing_since is None:
            log.error("files.missing", file=str(file.pk))
            file.missing_since = timezone.now()
            StoredFile.objects.filter(pk=file.pk).update(missing_since=file.missing_since)
        raise


def read_stored(file: StoredFile) -> bytes:
    """All bytes of a stored file."""
    with open_stored(file) as stream:
        return stream.read()


def pictures_of(sha256: str) -> str:
    """How the names of the pictures drawn of a file's pages begin: its folder and its hash."""
    return f"pages/{sha256[:2]}/{sha256}"


def remove_stored(file: StoredFile) -> None:
    """Remove a file that nothing names any more, row, bytes and pictures of its pages: for personal data that must go.

    Raises ProtectedError while a record still names it. The bytes go once the transaction holds.
    """
    path, sha256 = file.path, file.sha256
    file.delete()
    transaction.on_commit(lambda: _remove_bytes(path, sha256))


def _remove_bytes(path: str, sha256: str) -> None:
    default_storage.delete(path)
    if StoredFile.objects.filter(sha256=sha256).exists():
        return  # another row holds the same bytes, and its pictures are these
    folder, _, name = pictures_of(sha256).rpartition("/")
    with suppress(FileNotFoundError):
        for kept in default_storage.listdir(folder)[1]:
            if kept.startswith(name):
                default_storage.delete(f"{folder}/{kept}")


def file_response(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """Serve the bytes: as a download, or inline for PDF and pictures only, without any right to run or fetch."""
    inline = inline and (file.is_pdf or file.is_image)
    response = FileResponse(
        open_stored(file), as_attachment=not inline, filename=file.name, content_type=file.mime if inline else None
    )
    if not inline:
        response["Content-Type"] = file.mime if file.is_pdf else "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    # Chromium shows no PDF in a sandboxed document; uploads with anything that acts were refused before (core.files.pdfs).
    sandbox = "" if inline and file.is_pdf else "; sandbox"
    response["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{sandbox}"
    return response
