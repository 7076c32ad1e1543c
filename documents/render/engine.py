"""The printing process: HTML in, PDF out, with a bound on memory and nothing of the portal inside.

Run by `documents.render.press` as a program of its own, so that a paper that never ends or eats all memory is killed
without harming the web process, and so that what renders text typed by people knows no secret and no database.
A request is a length and JSON, an answer a status byte, a length and bytes.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

DONE, FAILED = b"+", b"-"
IDLE_SECONDS = 300
SIGNATURE = "ky"  # the id of the block of signatures
MM = 96 / 25.4
ALONE_ABOVE = 60 * MM  # a signature higher on its page than this has less than seven lines for company
FEW_PAGES = 12  # an annex of hundreds of lines is not laid out twice


class BundledOnly(URLFetcher):
    """Gives out our fonts and refuses everything else: files, hosts, redirects.

    WeasyPrint's own fetcher would embed a file of the server for `<link rel=attachment href="file:///…">`.
    """

    def __init__(self, fonts: dict[str, str]) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)
        self._bundle = fonts

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give a bundled font, or refuse."""
        if url in self._bundle:
            return URLFetcherResponse(url, Path(self._bundle[url]).read_bytes(), {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)


def print_page(job: dict[str, Any]) -> bytes:
    """Print one paper; `closer` sets it again when that spares its signature a page with hardly anything else on it.

    The same `FontConfiguration` must reach the sheet and the document, or the font is dropped in silence and
    a look-alike without 93 Vietnamese letters takes its place.
    """
    fonts, fetcher = FontConfiguration(), BundledOnly(job["fonts"])
    styles = CSS(string=job["css"], font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=job["markup"], url_fetcher=fetcher, base_url=None)
    options = {"pdf_variant": job["variant"]}
    document = page.render(fonts, stylesheets=[styles], **options)
    first = _signature(document)
    if job["closer"] and first and first[0] and first[1] < ALONE_ABOVE and len(document.pages) <= FEW_PAGES:
        tighter = CSS(string=job["closer"], font_config=fonts, url_fetcher=fetcher)
        closer = page.render(fonts, stylesheets=[styles, tighter], **options)
        if (_signature(closer) or first)[0] < first[0]:
            document = closer
    return bytes(document.write_pdf(**options) or b"")


def _signature(document: Document) -> tuple[int, float] | None:
    """On which page, from 0, the signatures stand, and how far from its upper edge."""
    found = ((number, page.anchors.get(SIGNATURE)) for number, page in enumerate(document.pages))
    return next(((number, place[1]) for number, place in found if place), None)


def _exactly(channel: BinaryIO, length: int) -> bytes:
    """That many bytes, or fewer when the other side closes."""
    got = bytearray()
    while len(got) < length and (piece := channel.read(length - len(got))):
        got += piece
    return bytes(got)


def _answer(channel: BinaryIO, status: bytes, body: bytes) -> None:
    channel.write(status + struct.pack(">I", len(body)) + body)
    channel.flush()


def serve(requests: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Print what comes until the other side closes, falls silent for long, or a page fails."""
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        head = _exactly(requests, 4)
        if len(head) < 4:
            return
        job = json.loads(_exactly(requests, struct.unpack(">I", head)[0]))
        signal.alarm(seconds + 5)  # should the web process die meanwhile: nobody else would stop us
        try:
            printed = print_page(job)
        except (Exception, FatalURLFetchingError) as error:  # noqa: BLE001  (whatever it is, the other side is told)
            _answer(answers, FAILED, f"{type(error).__name__}: {error}"[:500].encode())
            return
        signal.alarm(0)
        _answer(answers, DONE, printed)


def main() -> None:
    """Bound memory, keep the channel to ourselves, serve."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to the log, not between the answers
    serve(os.fdopen(0, "rb", buffering=0), answers, seconds)


if __name__ == "__main__":
    main()
