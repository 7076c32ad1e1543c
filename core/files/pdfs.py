"""Uploaded PDFs: what acts, what carries other files, and what is another kind of file at the same time.

PDFs are shown without a sandbox (see `core.files.store.file_response`), so the whole file is walked, not its root alone.
"""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from core.files import pdfium

MAX_PAGES = 600
MAX_OBJECTS = 500_000  # steps of the walk: 600 tagged pages of dense text take 130,000
MAX_SECONDS = 10  # of the processor, so that a busy server refuses no more than an idle one

# A link to a page or an address, or a button that clears a form, does nothing by itself. These run, send or play.
_ACTING = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/GoToE", "/Movie", "/Sound",
}  # fmt: skip
_HARMLESS = {"/GoTo", "/GoToR", "/URI", "/Named", "/Hide", "/ResetForm", "/SetOCGState", "/Thread", "/Trans"}
_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound"}
_KEYS = {"/JavaScript", "/EmbeddedFiles", "/RichMedia", "/XFA"}
_FILE_OF = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}

_MARKUP = re.compile(rb"<\s*(script|html|svg|iframe|\?php|!doctype)", re.IGNORECASE)
_END, _PADDING = b"%%EOF", b"\0\t\n\f\r \x1a"
_TAIL, _ODD_BYTES = 65_536, 32
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError, AssertionError,
    ArithmeticError, pdfium.Unreadable,
)  # fmt: skip


class BadPdf(ValueError):
    """The PDF is not taken. The sentence is for the person."""


def parse_pdf(stream: BinaryIO) -> None:
    """Open a PDF and look at every object of it. Raises BadPdf with a sentence."""
    _refuse_two_in_one(stream)
    try:
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted:
            raise BadPdf("Tệp PDF đang đặt mật khẩu. Bỏ mật khẩu rồi nộp lại.")
        if not 1 <= len(reader.pages) <= MAX_PAGES:
            raise BadPdf(f"Tệp PDF phải có từ 1 đến {MAX_PAGES} trang.")
        _ = reader.pages[0].mediabox
        if _acts_when_opened(reader) or any(_acts(found) for found in _dictionaries(reader)):
            raise BadPdf("Tệp PDF có mã lệnh hoặc tệp đính kèm. In lại thành PDF thường rồi nộp.")
        stream.seek(0)
        pdfium.page_sizes(stream.read())  # what shows it to officers and council must read it too
    except BadPdf:
        raise
    except _BROKEN:
        raise BadPdf("Tệp PDF bị hỏng, không mở được. Quét hoặc xuất lại tệp rồi nộp.") from None


def _refuse_two_in_one(stream: BinaryIO) -> None:
    """A file that is also an archive or a page ends, or begins, with what is no PDF."""
    stream.seek(0)
    head = stream.read(1_024)
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    _, end, rest = stream.read().rpartition(_END)
    rest = rest.strip(_PADDING)
    # A short file without its end is broken: the parser says so.
    odd = (end or size > _TAIL) and (len(rest) > _ODD_BYTES or _MARKUP.search(rest))
    if odd or _MARKUP.search(head) or zipfile.is_zipfile(stream):
        raise BadPdf("Tệp PDF chứa nội dung lạ ngoài văn bản. In lại thành PDF thường rồi nộp.")
    stream.seek(0)


def _acts_when_opened(reader: PdfReader) -> bool:
    """Say whether opening runs something: a jump to a page is fine, anything else is not."""
    root: Any = reader.trailer["/Root"].get_object()
    action = _value(root, "/OpenAction")
    return isinstance(action, DictionaryObject) and _name(action, "/S") not in {"", "/GoTo"}


def _acts(found: DictionaryObject) -> bool:
    """Say whether this dictionary runs, sends or plays something, or carries a file."""
    return (
        _name(found, "/S") in _ACTING
        or _name(found, "/Subtype") in _ANNOTATIONS
        or not _KEYS.isdisjoint(found)
        or _has_file(found)
        or _has_more_actions(found)
    )


def _value(found: DictionaryObject, key: str) -> Any:
    """The value itself, also when the dictionary only refers to it."""
    try:
        return found[key]  # unlike `get`, this follows a reference
    except KeyError:
        return None


def _name(found: DictionaryObject, key: str) -> str:
    value = _value(found, key)
    return str(value) if isinstance(value, str) else ""


def _has_file(found: DictionaryObject) -> bool:
    """The embedded file of a file specification. A font may be called /EF too, but holds none of these."""
    files = _value(found, "/EF")
    return _is_plain(files) and not _FILE_OF.isdisjoint(files)


def _has_more_actions(found: DictionaryObject) -> bool:
    """Actions on opening a page, entering a field and the like. A resource may be called /AA too."""
    more = _value(found, "/AA")
    if not _is_plain(more):
        return False
    each = (_value(more, key) for key in more)
    return any(_is_plain(action) and _name(action, "/S") in _ACTING | _HARMLESS for action in each)


def _is_plain(value: Any) -> bool:
    return isinstance(value, DictionaryObject) and not isinstance(value, StreamObject)


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file: what its trailer reaches, then what only its tables of objects name."""
    budget, seen = _budget(), set[tuple[int, int]]()
    yield from _walk(reader, [reader.trailer], seen, budget, lenient=False)
    yield from _walk(reader, _table(reader), seen, budget, lenient=True)


def _budget() -> Iterator[None]:
    """Bounds the walk: who asks once too often, or too late, gets the refusal."""
    until = time.thread_time() + MAX_SECONDS
    for _ in range(MAX_OBJECTS):
        if time.thread_time() > until:
            break
        yield
    raise BadPdf("Tệp PDF quá phức tạp để kiểm tra. In lại thành PDF thường rồi nộp.")


def _table(reader: PdfReader) -> list[IndirectObject]:
    """Every object that the file's tables name, also those that no page uses."""
    plain = [(number, generation) for generation, rows in reader.xref.items() for number in rows]
    packed = [(number, 0) for number in reader.xref_objStm]
    return [IndirectObject(number, generation, reader) for number, generation in plain + packed]


def _walk(
    reader: PdfReader, waiting: list[Any], seen: set[tuple[int, int]], budget: Iterator[None], *, lenient: bool
) -> Iterator[DictionaryObject]:
    """The dictionaries below these values, each once. A broken object raises, or is passed over when lenient."""
    while waiting:
        next(budget)
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in seen:
                continue
            seen.add((value.idnum, value.generation))
            value = _read(reader, value, lenient=lenient)
        if isinstance(value, DictionaryObject):
            yield value
            inside = [value.raw_get(key) for key in value]
        else:
            inside = list(list.__iter__(value)) if isinstance(value, ArrayObject) else []
        waiting += [item for item in inside if isinstance(item, IndirectObject | DictionaryObject | ArrayObject)]


def _read(reader: PdfReader, reference: IndirectObject, *, lenient: bool) -> Any:
    try:
        return reader.get_object(reference)
    except _BROKEN:
        if lenient:
            return None
        raise
