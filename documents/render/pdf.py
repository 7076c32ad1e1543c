"""HTML to PDF with WeasyPrint: our own fonts only, nothing fetched, the same bytes each time."""

from __future__ import annotations

import logging

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.model import Doc
from documents.render.fonts import face_rules, font_bytes
from documents.render.html import sheet, to_html

VARIANT = "pdf/a-2a"  # archival and tagged: readable in fifty years, and by a screen reader today
logger = logging.getLogger(__name__)


class RenderFailed(Exception):
    """A paper could not be printed. Nothing was issued; the sentence is for the person."""

    def __init__(
        self, sentence: str = "Không tạo được tệp PDF. Văn bản chưa thay đổi; hãy thử lại sau ít phút."
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BundledOnly(URLFetcher):
    """Gives out our fonts and refuses everything else: files, hosts, redirects.

    WeasyPrint's own fetcher would embed a file of the server for `<link rel=attachment href="file:///…">`.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give a bundled font, or refuse."""
        try:
            return URLFetcherResponse(url, font_bytes(url), {"Content-Type": "font/ttf"})
        except KeyError:
            return super().fetch(url, headers)


def html_to_pdf(markup: str, *, css: str, variant: str | None = VARIANT) -> bytes:
    """Print a page. Raises `RenderFailed`, never the library's errors.

    The same `FontConfiguration` must reach the sheet and the document, or the font is dropped in silence and
    a look-alike without 93 Vietnamese letters takes its place.
    """
    fonts, fetcher = FontConfiguration(), BundledOnly()
    try:
        styles = CSS(string=face_rules() + css, font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=markup, url_fetcher=fetcher, base_url=None)
        result = page.write_pdf(stylesheets=[styles], font_config=fonts, pdf_variant=variant)
    except FatalURLFetchingError as error:  # a BaseException: `except Exception` lets it through
        logger.error("paper refers to something that is not bundled", exc_info=error)
        raise RenderFailed from error
    except Exception as error:
        logger.exception("paper could not be rendered")
        raise RenderFailed from error
    if not result:
        raise RenderFailed
    return bytes(result)


def to_pdf(doc: Doc) -> bytes:
    """The paper as PDF bytes; the same paper gives the same bytes."""
    return html_to_pdf(to_html(doc), css=sheet())
