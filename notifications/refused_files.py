"""Who handed a file in learns that the antivirus refused it: the page with the file may never be opened again."""

from __future__ import annotations

from typing import Any

from core.models import ScanState, StoredFile
from notifications.actions import notify

_SAID = {
    ScanState.INFECTED: ("có mã độc", "tải lên bản khác"),
    ScanState.UNSCANNED: ("chưa kiểm tra được mã độc", "tải lên bản nhỏ hơn hoặc lưu lại tệp rồi tải lên"),
}


def tell_owner(sender: Any, file: StoredFile, **_: Any) -> None:
    """Receiver of `core.files.scan.refused`."""
    if file.owner is None:
        return
    what, instead = _SAID[ScanState(file.scan)]
    notify(
        recipients=[file.owner],
        kind="file.refused",
        title=f"Tệp “{file.name[:120]}” {what}",
        body=f"Không ai mở được tệp này. Mở nơi đã nộp, gỡ tệp và {instead}.",
        obj=file,
    )
