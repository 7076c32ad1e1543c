"""HTML to PDF with WeasyPrint: our own fonts only, nothing fetched, the same bytes each time, within time and memory."""

from __future__ import annotations

import logging

from documents.model import Doc
from documents.render.fonts import face_rules, font_files
from documents.render.html import sheet, to_html
from documents.render.press import PressFailed, press

VARIANT = "pdf/a-2a"  # archival and tagged: readable in fifty years, and by a screen reader today
# The smaller of the two sizes that Nghị định 30/2020/NĐ-CP gives the words of a paper, and a little less room to sign.
CLOSER = "html { font-size: 13pt } .room { height: 20mm } .room img { max-height: 18mm }"
logger = logging.getLogger(__name__)


class RenderFailed(Exception):
    """A paper could not be printed. Nothing was issued; the sentence is for the person."""

    def __init__(
        self, sentence: str = "Không tạo được tệp PDF. Văn bản chưa thay đổi; hãy thử lại sau ít phút."
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def html_to_pdf(markup: str, *, css: str, variant: str | None = VARIANT, closer: str = "") -> bytes:
    """Print a page in the printing process; rules in `closer` may set it again so that its signature stands not alone.

    Raises `RenderFailed`, never the library's errors.
    """
    job = {"markup": markup, "css": face_rules() + css, "closer": closer, "variant": variant, "fonts": font_files()}
    try:
        result = press().print(job)
    except PressFailed as error:
        logger.error("paper could not be rendered: %s", error)
        raise RenderFailed from error
    if not result:
        raise RenderFailed
    return result


def to_pdf(doc: Doc) -> bytes:
    """The paper as PDF bytes; the same paper gives the same bytes."""
    return html_to_pdf(to_html(doc), css=sheet(), closer=CLOSER)
