"""Reading a PDF back: words with their places in millimetres, fonts, text as a reader copies it."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass

import pypdfium2
from pypdf import PdfReader

MM = 25.4 / 72


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def margin_words(self) -> list[Word]:
        return [word for word in self.words if word.bottom < 19]

    @property
    def body_words(self) -> list[Word]:
        return [word for word in self.words if word.bottom >= 19]


def pages(pdf: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    height = page.get_height()
    textpage = page.get_textpage()
    words: list[Word] = []
    current: list[tuple[str, tuple[float, float, float, float]]] = []
    for index in range(textpage.count_chars()):
        char = textpage.get_text_range(index, 1)
        if not char.strip() or char in "\u00a0\u2060\ufffe":
            words += _word(current, height)
            current = []
            continue
        current.append((char, textpage.get_charbox(index, loose=True)))
    words += _word(current, height)
    return Page(page.get_width() * MM, height * MM, tuple(words))


def _word(chars: list[tuple[str, tuple[float, float, float, float]]], height: float) -> list[Word]:
    if not chars:
        return []
    boxes = [box for _, box in chars]
    text = "".join(char for char, _ in chars)
    return [
        Word(
            text,
            min(box[0] for box in boxes) * MM,
            (height - max(box[3] for box in boxes)) * MM,
            max(box[2] for box in boxes) * MM,
            (height - min(box[1] for box in boxes)) * MM,
        )
    ]


def fonts(pdf: bytes) -> dict[str, bool]:
    """Base font names without their subset tag, and whether the font file is embedded."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for item in page["/Resources"].get("/Font", {}).values():
            font = item.get_object()
            for below in font.get("/DescendantFonts", [font]):
                descriptor = below.get_object()["/FontDescriptor"].get_object()
                embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                found[str(font["/BaseFont"]).split("+")[-1].lstrip("/")] = embedded
    return found


def text(pdf: bytes) -> str:
    """All text on one line, no-break spaces as spaces, as a person would search it."""
    raw = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return flat(raw)


def flat(raw: str) -> str:
    plain = raw.replace("\u00a0", " ").replace("\u2060", "").replace("\u00ad", "")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", plain)).strip()
