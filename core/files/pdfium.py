"""The one door to PDFium, which knows no threads: two at once would end the process, and every request in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2
from PIL import Image

_ONE_AT_A_TIME = threading.Lock()


class Unreadable(ValueError):
    """PDFium cannot open these bytes, or not this page of them."""


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            with closing(pypdfium2.PdfDocument(pdf)) as document:
                yield document
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from None


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points. Raises Unreadable."""
    with _opened(pdf) as document:
        return [document.get_page_size(index) for index in range(len(document))]


def draw_page(pdf: bytes, number: int, *, width: int) -> Image.Image:
    """Page `number` (from 1), `width` pixels wide, at most four times its size. Raises IndexError, Unreadable."""
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        with closing(document[number - 1]) as page:
            scale = min(4.0, width / max(1.0, page.get_width()))
            return page.render(scale=scale).to_pil().convert("RGB")
