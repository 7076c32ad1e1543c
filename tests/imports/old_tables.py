"""Old tables as officers still have them, written byte by byte: .xls (BIFF8 in a compound file) and .csv."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, value: Any) -> bytes:
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, float(value)))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


def _sheet(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]], places: dict[Any, Any]) -> bytes:
    found = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))]
    for number, row in enumerate(rows):
        found += [_cell(number, at, value) for at, value in enumerate(row) if value not in (None, "")]
    found += [_cell(row, column, value) for (row, column), value in places.items()]
    if merged:
        areas = b"".join(struct.pack("<4H", top, bottom, left, right) for top, left, bottom, right in merged)
        found.append(_record(0x00E5, struct.pack("<H", len(merged)) + areas))
    return b"".join([*found, _record(0x000A)])


def xls_bytes(
    rows: Sequence[Sequence[Any]],
    *,
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Sequence[Sequence[Any]] = (),
    places: dict[tuple[int, int], Any] | None = None,
    extra: bytes = b"",
    streams: Sequence[str] = (),
) -> bytes:
    """A workbook; `merged` are (top, left, bottom, right), `extra` records stand before the sheets."""
    sheets = [("DS", 0, _sheet(rows, merged, places or {}))]
    if hidden:
        sheets.insert(0, ("Ẩn", 1, _sheet(hidden, (), {})))
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600)) + extra
    names = [name.encode("utf-16-le") for name, _, _ in sheets]
    at = len(opening) + sum(4 + 8 + len(name) for name in names) + 4
    for name, (_, hide, sheet) in zip(names, sheets, strict=True):
        opening += _record(0x0085, struct.pack("<IBBBB", at, hide, 0, len(name) // 2, 1) + name)
        at += len(sheet)
    book = opening + _record(0x000A) + b"".join(sheet for _, _, sheet in sheets)
    return compound(book.ljust(4_096, b"\x00"), streams)


def compound(book: bytes, streams: Sequence[str] = ()) -> bytes:
    """A compound file with the stream "Workbook" and empty ones of further names."""
    sectors = -(-len(book) // SECTOR)
    fat = [_FAT, _END, *(2 + n + 1 for n in range(sectors - 1)), _END]
    fat += [_FREE] * (SECTOR // 4 - len(fat))
    assert len(fat) == SECTOR // 4, "one sector of addresses is enough for tests"
    entries = [_entry("Root Entry", 5, _END, 0), _entry("Workbook", 2, 2, len(book))]
    entries += [_entry(name, 2, _END, 0) for name in streams]
    head = _MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<8I", 1, 1, 0, 4_096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *([_FREE] * 108))
    directory = b"".join(entries).ljust(SECTOR, b"\x00")
    return head + struct.pack(f"<{SECTOR // 4}I", *fat) + directory + book.ljust(sectors * SECTOR, b"\x00")


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    where = struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, _FREE)
    return text.ljust(64, b"\x00") + where + bytes(36) + struct.pack("<IQ", start, size)
