"""Pages of a PDF as pictures, for the viewer beside the score sheet: phones show no PDF inside a page."""

from __future__ import annotations

import io
from contextlib import closing

import pypdfium2
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from core.files.store import open_stored
from core.models import StoredFile

PAGE_WIDTH = 1_100
QUICK = 3  # of 9: a page of text in a tenth of the time of the best, and hardly larger


def page_count(file: StoredFile) -> int:
    """How many pages the viewer can turn: those of a PDF, 1 for a picture, 0 for anything else and for a lost file."""
    if file.is_image:
        return 1
    if not file.is_pdf:
        return 0
    try:
        stored = open_stored(file)
    except FileNotFoundError:
        return 0
    with stored as stream:
        document = pypdfium2.PdfDocument(stream.read())
        try:
            return len(document)
        finally:
            document.close()


def page_picture(file: StoredFile, number: int) -> bytes:
    """PNG of page `number` (from 1), at most 1,100 pixels wide, rendered once and kept.

    Raises IndexError when there is no such page.
    """
    key = f"pages/{file.sha256[:2]}/{file.sha256}-{number}.png"
    if default_storage.exists(key):
        with default_storage.open(key, "rb") as kept:
            return bytes(kept.read())
    png = _picture_of_image(file) if file.is_image else _picture_of_pdf(file, number)
    default_storage.save(key, ContentFile(png))
    return png


def pdf_page(pdf: bytes, number: int) -> bytes:
    """PNG of page `number` (from 1) of a PDF, as `page_picture` gives it. Raises IndexError when there is none."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        scale = min(4.0, PAGE_WIDTH / max(1.0, page.get_width()))
        return _png(page.render(scale=scale).to_pil().convert("RGB"))


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=QUICK)
    return buffer.getvalue()


def _picture_of_image(file: StoredFile) -> bytes:
    with open_stored(file) as stream, Image.open(stream) as original:
        picture = original.convert("RGB")
        picture.thumbnail((PAGE_WIDTH, PAGE_WIDTH * 2))
        return _png(picture)


def _picture_of_pdf(file: StoredFile, number: int) -> bytes:
    with open_stored(file) as stream:
        return pdf_page(stream.read(), number)
