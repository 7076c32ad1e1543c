"""The web process's side of the printing process: one at a time, within a time, started when first needed."""

from __future__ import annotations

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings

_ENGINE = Path(__file__).with_name("engine.py")
_KEPT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)
_CHUNK = 1 << 16


class PressFailed(Exception):
    """The page was not printed: refused, too long or too large."""


class _Silent(PressFailed):
    """The process went away without a word."""


class Press:
    """One printing process. It is never shared over a fork: each web or worker process has its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self._owner = os.getpid()
        atexit.register(self._leave)

    def print(self, job: dict[str, Any]) -> bytes:
        """Print one page; waiting for the turn and printing each take `PDF_SECONDS` at most. Raises PressFailed."""
        if not self._turn.acquire(timeout=settings.PDF_SECONDS):
            raise PressFailed("the press is busy")
        try:
            fresh = self._ready()
            try:
                return self._exchange(job)
            except _Silent:
                if fresh:
                    raise
                self._ready()  # it had left after a long rest, or had grown too large over many pages
                return self._exchange(job)
        finally:
            self._turn.release()

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for channel in (self._process.stdin, self._process.stdout):
                if channel:
                    channel.close()
            self._process = None

    def _leave(self) -> None:
        """At the end of the process that started it; a forked child leaves it alone."""
        if self._owner == os.getpid():
            self.stop()

    def _ready(self) -> bool:
        """Make sure that the process runs; True when it was started now."""
        if self._process is not None and self._process.poll() is None:
            return False
        self.stop()
        command = [sys.executable, "-I", str(_ENGINE), str(settings.PDF_MEMORY_BYTES), str(settings.PDF_SECONDS)]
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=kept, start_new_session=True, bufsize=0
        )
        return True

    def _exchange(self, job: dict[str, Any]) -> bytes:
        until = time.monotonic() + settings.PDF_SECONDS
        body = json.dumps(job).encode()
        try:
            self._send(struct.pack(">I", len(body)) + body)
            head = self._receive(5, until)
            answer = self._receive(struct.unpack(">I", head[1:])[0], until)
        except PressFailed:
            self.stop()
            raise
        except OSError as error:
            self.stop()
            raise _Silent(str(error)) from error
        if head[:1] != b"+":
            self.stop()
            raise PressFailed(answer.decode("utf-8", "replace"))
        return answer

    def _send(self, data: bytes) -> None:
        """All of it: the other side reads a whole request before it does anything."""
        channel = self._process.stdin  # type: ignore[union-attr]
        view = memoryview(data)
        while view:
            view = view[channel.write(view) :]  # type: ignore[union-attr]

    def _receive(self, length: int, until: float) -> bytes:
        channel = cast(BinaryIO, self._process.stdout)  # type: ignore[union-attr]
        got = bytearray()
        while len(got) < length:
            ready = select.select([channel], [], [], max(0.0, until - time.monotonic()))[0]
            if not ready:
                raise PressFailed(f"longer than {settings.PDF_SECONDS} seconds")
            piece = channel.read(min(_CHUNK, length - len(got)))
            if not piece:
                raise _Silent("the printing process ended")
            got += piece
        return bytes(got)


_presses: dict[int, Press] = {}  # by process: what a parent started is not a forked child's to use


def press() -> Press:
    """This process's press."""
    found = _presses.get(os.getpid())
    return found if found is not None else _presses.setdefault(os.getpid(), Press())
