"""What the launcher says to the person at the terminal, and how it gives up: in one clear line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class Stop(Exception):
    """An expected end: one sentence in Vietnamese and English, then exit code 1."""

    def __init__(self, vietnamese: str, english: str, *, details: str = "") -> None:
        super().__init__(f"{vietnamese} / {english}")
        self.details = details


def say(text: str = "") -> None:
    """Write one line to the terminal at once; a closed terminal doesn't stop the portal."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except (BrokenPipeError, OSError):
        return


def complain(text: str) -> None:
    """Write one line to standard error."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (BrokenPipeError, OSError):
        return


@contextmanager
def step(label: str) -> Iterator[None]:
    """Announce a piece of work and, when it took noticeable time, how long."""
    began = time.monotonic()
    say(f"  · {label} …")
    yield
    took = time.monotonic() - began
    if took >= 2:
        say(f"    xong sau {took:.0f} giây")


def tail(path: Path, lines: int = 20) -> str:
    """Return the last lines of a log file, or an empty text."""
    try:
        with path.open("rb") as log:
            log.seek(0, 2)
            log.seek(max(0, log.tell() - 16_000))
            return "\n".join(log.read().decode("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Align rows of text in columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
