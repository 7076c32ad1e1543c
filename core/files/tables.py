"""Old tables that only imports take: .xls and .csv. What they hold is looked at before a library opens them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from core.files.compound import Compound, NotCompound

_ROW_OF_CELLS = 0x00BD
_CELLS = frozenset({0x0006, _ROW_OF_CELLS, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_FILE_PASS = 0x002F
_MARKUP = re.compile(rb"<\s*(script|html|svg|iframe|\?php|!doctype)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Windows-1258 after Unicode: the one code page of old Vietnamese Windows in which every table here was seen.
_ENCODINGS = ("utf-8-sig", "cp1258")


class BadTable(ValueError):
    """The table is not taken. The sentence is for the person."""


def records_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of an .xls: kind and first bytes. Raises BadTable with a sentence, at the first record or on the way."""
    try:
        book = Compound(data)
        stream = book.stream("Workbook", "Book")
    except NotCompound:
        stream = None
    if stream is None:
        raise BadTable("Tệp Excel bị hỏng hoặc không phải bảng tính. Mở bằng phần mềm bảng tính, lưu lại rồi nộp.")
    if any(name.upper().startswith("_VBA_PROJECT") for name in book.names):
        raise BadTable("Tệp có macro. Lưu thành tệp không có macro rồi nộp.")
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _FILE_PASS:
            raise BadTable("Tệp đang đặt mật khẩu. Bỏ mật khẩu rồi nộp lại.")
        if kind or length:
            yield kind, stream[at + 4 : at + 4 + min(length, 2_080)]
        at += 4 + length


def spread_of(data: bytes) -> tuple[int, int]:
    """The row and the column of the outermost filled cells of an .xls, from one."""
    rows = columns = 0
    for kind, content in records_of(data):
        if kind not in _CELLS or len(content) < 4:
            continue
        row, column = struct.unpack_from("<HH", content)
        if kind == _ROW_OF_CELLS and len(content) >= 6:
            column = struct.unpack_from("<H", content, len(content) - 2)[0]
        rows, columns = max(rows, row + 1), max(columns, column + 1)
    return rows, columns


def csv_text(data: bytes) -> str:
    """The text of a .csv in Unicode or Windows-1258. Raises BadTable with a sentence."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)  # what Excel calls "Unicode Text"
    else:
        encodings = _ENCODINGS
        if b"\x00" in data:
            raise BadTable("Tệp CSV có nội dung lạ. Lưu lại bảng tính dạng .xlsx rồi nộp.")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise BadTable("Không đọc được bảng mã của tệp CSV. Lưu tệp dạng “CSV UTF-8” hoặc .xlsx rồi nộp.")


def parse_xls(stream: BinaryIO) -> None:
    """Check an .xls upload. Raises BadTable."""
    for _ in records_of(stream.read()):
        pass


def parse_csv(stream: BinaryIO) -> None:
    """Check a .csv upload. Raises BadTable."""
    data = stream.read()
    if _MARKUP.search(data):
        raise BadTable("Tệp CSV có mã lệnh bên trong. Xoá phần đó rồi nộp lại.")
    csv_text(data)
