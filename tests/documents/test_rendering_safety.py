"""What a paper may load (only our fonts), what happens when printing fails, and that no text becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from documents.model import Doc, P, Row, Table
from documents.model.blocks import Column
from documents.render import pdf as pdf_module
from documents.render.docx import to_docx
from documents.render.html import to_html
from documents.render.pdf import RenderFailed, html_to_pdf, to_pdf
from documents.render.press import Press
from tests.documents import measure, samples

HOSTILE = [
    '<link rel="attachment" href="file:///etc/passwd">',
    '<img src="http://169.254.169.254/latest/meta-data/">',
    '<img src="https://example.org/x.png">',
    '<img src="file:///etc/hostname">',
    '<object data="file:///etc/passwd"></object>',
    "<style>body{background:url(http://127.0.0.1:9/x)}</style>",
    '<svg><image href="file:///etc/hostname"/></svg>',
    '<link rel="stylesheet" href="ftp://127.0.0.1/x.css">',
    "<style>@import url(file:///etc/passwd);</style>",
]


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_outside_the_bundle_is_fetched(markup: str) -> None:
    """Either printing is refused with a plain exception, or the reference is left out; never is it read."""
    try:
        printed = html_to_pdf(f"<html lang=vi><body>{markup}<p>x</p></body></html>", css="")
    except RenderFailed:
        return
    assert b"root:" not in printed
    assert b"/EmbeddedFile" not in printed


@pytest.mark.parametrize("import_from", ["file:///etc/hostname", "http://127.0.0.1:9/x.css"])
def test_the_rules_that_set_a_paper_closer_load_nothing_either(import_from: str) -> None:
    alone = '<html lang=vi><body><p style="break-after: page">x</p><div id="ky">Ký</div></body></html>'
    assert html_to_pdf(alone, css="", closer="p { margin: 0 }").startswith(b"%PDF")
    with pytest.raises(RenderFailed):
        html_to_pdf(alone, css="", closer=f"@import url({import_from});")


def test_a_refused_reference_is_a_normal_exception_with_a_sentence() -> None:
    with pytest.raises(RenderFailed) as caught:
        html_to_pdf(f"<html lang=vi><body>{HOSTILE[1]}</body></html>", css="")
    assert isinstance(caught.value, Exception)
    assert "chưa thay đổi" in caught.value.sentence


def test_a_missing_font_stops_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look-alike font would print boxes for letters."""

    monkeypatch.setattr(pdf_module, "font_files", dict)
    with pytest.raises(RenderFailed):
        to_pdf(Doc(body_lines=("ỦY BAN NHÂN DÂN",), blocks=(P("Một."),)))


ENDLESS = "<html lang=vi><body>" + "<table><tr><td>một</td><td>hai</td></tr></table>" * 20_000 + "</body></html>"


@pytest.fixture
def own_press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A press of this test alone, so that its bounds do not outlive the test."""
    made = Press()
    monkeypatch.setattr(pdf_module, "press", lambda: made)
    yield made
    made.stop()


def test_a_paper_that_takes_too_long_is_stopped_and_the_next_one_prints(own_press: Press, settings: Any) -> None:
    settings.PDF_SECONDS = 2
    with pytest.raises(RenderFailed) as caught:
        html_to_pdf(ENDLESS, css="")
    assert "2 seconds" in str(caught.value.__cause__)
    settings.PDF_SECONDS = 30
    assert html_to_pdf("<html lang=vi><body>x</body></html>", css="").startswith(b"%PDF")


def test_a_paper_that_takes_too_much_memory_is_refused(own_press: Press, settings: Any) -> None:
    settings.PDF_MEMORY_BYTES = 240 << 20
    with pytest.raises(RenderFailed):
        html_to_pdf(ENDLESS, css="")


def test_a_press_that_was_killed_in_its_rest_is_started_again(own_press: Press) -> None:
    first = html_to_pdf("<html lang=vi><body>x</body></html>", css="")
    process = own_press._process
    assert process is not None
    process.kill()
    assert html_to_pdf("<html lang=vi><body>x</body></html>", css="") == first


def test_the_printing_process_knows_no_secret(own_press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "bi-mat-rieng")
    html_to_pdf("<html lang=vi><body>x</body></html>", css="")
    process = own_press._process
    assert process is not None
    assert b"bi-mat-rieng" not in Path(f"/proc/{process.pid}/environ").read_bytes()


def test_papers_printed_at_once_come_out_the_same() -> None:
    """Each print has its own fonts; threads of one web process share nothing."""
    with ThreadPoolExecutor(3) as pool:
        printed = list(pool.map(lambda _: to_pdf(samples.upper_letter()), range(6)))
    assert len(set(printed)) == 1


ATTACKS = ["<script>alert(1)</script>", "{{7*7}}", "{% load x %}", "</style><b>x", "&amp;", '" onload="x', "]]>"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_prints_literally_everywhere(attack: str) -> None:
    table = Table((Column("Cột", 165),), (Row((attack,)),))
    doc = Doc(body_lines=(attack,), kind="THÔNG BÁO", subject=attack, blocks=(P(attack), table), recipients=(attack,))
    assert "<script" not in to_html(doc)
    assert "<b>x" not in to_html(doc)
    assert attack.split(maxsplit=1)[0] in measure.text(to_pdf(doc))
    assert to_docx(doc)


def test_control_characters_do_not_break_the_word_file() -> None:
    assert to_docx(Doc(body_lines=("A",), blocks=(P("một\x00\x0bhai"),)))
