"""Storages that fail as disks do."""

from __future__ import annotations

import errno
from typing import Any

from django.core.files.storage import FileSystemStorage


class FullDisk(FileSystemStorage):
    """Writes the first bytes, then the disk is full."""

    def _save(self, name: str, content: Any) -> str:
        with open(self._made(name), "wb") as half:
            half.write(content.read(100))
        raise OSError(errno.ENOSPC, "No space left on device")

    def _made(self, name: str) -> str:
        from pathlib import Path

        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        return str(path)
