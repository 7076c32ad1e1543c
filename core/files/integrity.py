"""Nightly comparison of stored bytes with their hashes."""

from __future__ import annotations

import hashlib

import structlog
from django.utils import timezone

from core.files.store import open_stored
from core.models import StoredFile

log = structlog.get_logger(__name__)


def verify() -> int:
    """Check every file; missing or changed ones are marked missing and alerted. Returns how many are bad."""
    bad = 0
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        try:
            with open_stored(file) as stream:
                whole = hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
        except FileNotFoundError:
            bad += 1
            continue
        if not whole:
            bad += 1
            log.critical("files.changed", file=str(file.pk))
            StoredFile.objects.filter(pk=file.pk).update(missing_since=timezone.now())
        elif file.missing_since:
            StoredFile.objects.filter(pk=file.pk).update(missing_since=None)
    return bad
