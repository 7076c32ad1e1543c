"""Letters and figures: all Vietnamese glyphs from our own files, digits of one width in columns."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import save_picture, settle

pytestmark = pytest.mark.browser


def test_every_vietnamese_letter_comes_from_our_font(face: str, page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if ".woff2" in request.url else None)
    page.goto(f"{face}/mau/components/")
    settle(page)
    assert any("vietnamese-400" in url for url in fetched)
    assert any("vietnamese-600" in url for url in fetched)
    assert not any("latin-ext" in url for url in fetched), "13 kB a weight that no Vietnamese page needs"
    assert all(url.startswith(face) for url in fetched)
    save_picture(page, "face/chu-viet")


def test_no_letter_falls_back_to_another_font(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/components/")
    settle(page)
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    for node in client.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".glyphs"})["nodeIds"]:
        used = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert {font["familyName"].split(" SemiBold")[0] for font in used} == {"Be Vietnam Pro"}
        assert all(font["isCustomFont"] for font in used)


def test_digits_in_columns_have_one_width(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/components/")
    settle(page)
    widths = page.evaluate(
        """() => ['1111111111', '4444444444', '8888888888'].map((text) => {
          const line = document.createElement('span');
          line.className = 'n';
          line.textContent = text;
          document.querySelector('main').append(line);
          return line.getBoundingClientRect().width;
        })"""
    )
    assert max(widths) - min(widths) < 0.1


def test_a_first_visit_is_light(face: str, page: Page) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{face}/mau/todo/")
    settle(page)
    fonts = page.evaluate(
        "performance.getEntriesByType('resource').filter((e) => e.name.includes('.woff2')).reduce((n, e) => n + e.encodedBodySize, 0)"
    )
    assert fonts < 160_000
    assert sum(sizes) - fonts < 160_000, "uncompressed; gzip and brotli bring it to a third"
