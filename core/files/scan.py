"""The antivirus. While it is away files stay "đang quét": not downloadable, not lost."""

from __future__ import annotations

import clamd
import structlog
from django.conf import settings

from core.files.store import open_stored
from core.models import ScanState, StoredFile

log = structlog.get_logger(__name__)


def _scanner() -> clamd.ClamdNetworkSocket | clamd.ClamdUnixSocket:
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        return clamd.ClamdUnixSocket(address, timeout=60)
    host, _, port = address.partition(":")
    return clamd.ClamdNetworkSocket(host, int(port or 3310), timeout=60)


def scan(file_id: str) -> str:
    """Scan one waiting file and store the answer; returns the state."""
    file = StoredFile.objects.get(pk=file_id)
    if file.scan != ScanState.PENDING or not settings.CLAMD_ADDRESS:
        return file.scan
    try:
        with open_stored(file) as stream:
            verdict, name = _scanner().instream(stream)["stream"]
    except (clamd.ClamdError, OSError) as error:
        log.warning("scan.unreachable", error=str(error))
        return file.scan
    if verdict not in {"OK", "FOUND"}:  # it could not look: too large, out of memory
        log.warning("scan.not_done", file=file_id, said=name)
        return file.scan
    state = ScanState.CLEAN if verdict == "OK" else ScanState.INFECTED
    if state == ScanState.INFECTED:
        log.error("scan.infected", file=file_id, found=name)
    StoredFile.objects.filter(pk=file_id, scan=ScanState.PENDING).update(scan=state)
    return state


def scan_waiting(limit: int = 100) -> int:
    """Scan files that wait; returns how many are settled now."""
    waiting = StoredFile.objects.filter(scan=ScanState.PENDING).order_by("created_at").values_list("pk", flat=True)
    return sum(scan(str(pk)) != ScanState.PENDING for pk in waiting[:limit])
