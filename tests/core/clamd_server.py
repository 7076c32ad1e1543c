"""A little antivirus that speaks clamd's own protocol over a socket: INSTREAM with its chunks, one answer a session."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MARK = b"X5O!P%@AP-THU-NGHIEM"  # what it takes for a virus


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Read the command and the chunks, answer as clamd does."""
        server: Clamd = self.server  # type: ignore[assignment]
        command = self.rfile.readline().strip()
        assert command == b"nINSTREAM", command
        if server.hangs_up:
            return
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        server.seen.append(data)
        if server.trouble:
            stream = "" if server.trouble.startswith("INSTREAM") else "stream: "  # as clamd says it
            self.wfile.write(f"{stream}{server.trouble} ERROR\n".encode())
        elif MARK in data:
            self.wfile.write(b"stream: Thu.Nghiem-1 FOUND\n")
        else:
            self.wfile.write(b"stream: OK\n")


class Clamd(socketserver.ThreadingTCPServer):
    """`seen` are the bytes that came; `trouble` makes it answer that it could not look, `hangs_up` go away in the middle."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.seen: list[bytes] = []
        self.trouble = ""
        self.hangs_up = False

    @property
    def address(self) -> str:
        """As CLAMD_ADDRESS wants it."""
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def running() -> Iterator[Clamd]:
    """An antivirus for the time of a test."""
    server = Clamd()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
