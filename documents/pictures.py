"""Pages of a paper as pictures: the page as on paper, on every device, without a viewer."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import pypdfium2
from django.core.cache import cache

from core.files.pages import page_count, page_picture
from documents.models import Document
from documents.printing import preview_html, preview_pdf

_KEPT_SECONDS = 600
_WIDTH = 1_100


@dataclass(frozen=True)
class DraftPages:
    """A printed draft; `tag` changes with every change of its text."""

    tag: str
    pdf: bytes

    @property
    def count(self) -> int:
        """Number of pages."""
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            return len(document)
        finally:
            document.close()

    def picture(self, number: int) -> bytes:
        """PNG of a page, counted from 1. Raises IndexError."""
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            buffer = io.BytesIO()
            page.render(scale=_WIDTH / page.get_width()).to_pil().convert("L").save(buffer, "PNG", optimize=True)
            return buffer.getvalue()
        finally:
            document.close()


def draft_pages(document: Document) -> DraftPages:
    """Print a draft, or take what was printed from the same text a moment ago. Raises RenderFailed."""
    tag = hashlib.sha256(preview_html(document).encode()).hexdigest()[:24]
    key = f"documents:draft:{tag}"
    pdf = cache.get(key)
    if pdf is None:
        pdf = preview_pdf(document)
        cache.set(key, pdf, _KEPT_SECONDS)
    return DraftPages(tag, pdf)


def count_pages(document: Document) -> int:
    """How many pages the document page shows. Raises RenderFailed for a draft that cannot be printed."""
    return page_count(document.pdf) if document.pdf else draft_pages(document).count


def picture(document: Document, number: int) -> bytes:
    """One page as PNG; an issued document's from its stored bytes. Raises IndexError, RenderFailed."""
    return page_picture(document.pdf, number) if document.pdf else draft_pages(document).picture(number)
