"""The antivirus. While it is away files stay "đang quét": not downloadable, not lost."""

from __future__ import annotations

import datetime as dt

import clamd
import structlog
from django.conf import settings
from django.db import transaction
from django.dispatch import Signal

from core.files.store import open_stored
from core.formats import now
from core.models import ScanState, StoredFile

log = structlog.get_logger(__name__)

# How long it is asked again about a file that it could not read: it may have been short of memory.
PATIENCE = dt.timedelta(days=1)
refused = Signal()  # `file`: nobody will ever open it; its owner is to be told


def _scanner() -> clamd.ClamdNetworkSocket | clamd.ClamdUnixSocket:
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        return clamd.ClamdUnixSocket(address, timeout=60)
    host, _, port = address.partition(":")
    return clamd.ClamdNetworkSocket(host, int(port or 3310), timeout=60)


def _answer(file: StoredFile) -> ScanState:
    try:
        with open_stored(file) as stream:
            verdict, said = _scanner().instream(stream)["stream"]
    except clamd.BufferTooLongError as error:
        log.warning("scan.too_large", file=str(file.pk), error=str(error))
        return ScanState.UNSCANNED
    except FileNotFoundError:
        log.error("scan.file_missing", file=str(file.pk))
        return _unread(file)
    except (BrokenPipeError, ConnectionResetError) as error:  # a file over its limit: it answers and hangs up
        log.warning("scan.hung_up", file=str(file.pk), error=str(error))
        return _unread(file)
    except (clamd.ClamdError, OSError) as error:
        log.warning("scan.unreachable", error=str(error))
        return ScanState.PENDING
    if verdict == "OK":
        return ScanState.CLEAN
    if verdict == "FOUND":
        log.error("scan.infected", file=str(file.pk), found=said)
        return ScanState.INFECTED
    log.warning("scan.not_done", file=str(file.pk), said=said)
    return _unread(file)


def _unread(file: StoredFile) -> ScanState:
    return ScanState.UNSCANNED if now() - file.created_at > PATIENCE else ScanState.PENDING


def scan(file_id: str) -> str:
    """Scan one waiting file and store the answer; returns the state. Sends `refused` once for a file that is of no use."""
    file = StoredFile.objects.get(pk=file_id)
    if file.scan != ScanState.PENDING or not settings.CLAMD_ADDRESS:
        return file.scan
    file.scan = _answer(file)
    if file.scan == ScanState.PENDING:
        return file.scan
    with transaction.atomic():  # the answer and its message, or neither
        settled = StoredFile.objects.filter(pk=file_id, scan=ScanState.PENDING).update(scan=file.scan)
        if settled and file.scan in ScanState.never_opens():
            refused.send(StoredFile, file=file)
    return file.scan


def scan_waiting(limit: int = 100) -> int:
    """Scan files that wait; returns how many are settled now."""
    waiting = StoredFile.objects.filter(scan=ScanState.PENDING).order_by("created_at").values_list("pk", flat=True)
    return sum(scan(str(pk)) != ScanState.PENDING for pk in waiting[:limit])
