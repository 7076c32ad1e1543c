"""Pages of a paper as pictures: the page as on paper, on every device, without a viewer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache

from core.files import pdfium
from core.files.pages import page_picture, pdf_page
from core.files.store import read_stored
from documents.models import Document
from documents.printing import is_long, paper_of, preview_html, preview_pdf
from documents.render.pdf import RenderFailed

_KEPT_SECONDS = 600
_CSS_PIXELS = 96 / 72


@dataclass(frozen=True)
class PageSize:
    """A page's number and its size on the screen, so that the browser keeps its place before it is loaded."""

    number: int
    width: int
    height: int


@dataclass(frozen=True)
class DraftPages:
    """A printed draft; `tag` changes with every change of its text."""

    tag: str
    pdf: bytes

    def picture(self, number: int) -> bytes:
        """PNG of a page, counted from 1. Raises IndexError."""
        return pdf_page(self.pdf, number)


class TooLong(RenderFailed):
    """A draft that the worker has to print first."""

    def __init__(self) -> None:
        super().__init__("Văn bản dài nên bản xem trước được in ở nền. Bấm “In bản xem trước” rồi mở lại trang này.")


def draft_pages(document: Document, *, wait: bool = True) -> DraftPages:
    """Print a draft, or take what was printed from the same text a moment ago. Raises RenderFailed.

    Without `wait` a long one that nobody printed yet raises TooLong.
    """
    tag = hashlib.sha256(preview_html(document).encode()).hexdigest()[:24]
    key = f"documents:draft:{tag}"
    pdf = cache.get(key)
    if pdf is None:
        if not wait and is_long(paper_of(document)):
            raise TooLong
        pdf = preview_pdf(document)
        cache.set(key, pdf, _KEPT_SECONDS)
    return DraftPages(tag, pdf)


def page_sizes(document: Document) -> list[PageSize]:
    """The pages that the document page shows.

    Raises RenderFailed for a draft that cannot be printed, FileNotFoundError for a file missing from the archive.
    """
    data = read_stored(document.pdf) if document.pdf else draft_pages(document, wait=False).pdf
    return [
        PageSize(number, round(width * _CSS_PIXELS), round(height * _CSS_PIXELS))
        for number, (width, height) in enumerate(pdfium.page_sizes(data), 1)
    ]


def picture(document: Document, number: int) -> bytes:
    """One page as PNG; an issued document's from its stored bytes. Raises IndexError, RenderFailed."""
    return page_picture(document.pdf, number) if document.pdf else draft_pages(document, wait=False).picture(number)
