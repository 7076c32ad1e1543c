"""What every browser test uses: axe, the log of CSP reports and script errors, sideways scrolling, pictures.

watch = Watch(page)
page.goto(…)
check_page(page, watch, picture="ho-so-danh-sach")
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, Response

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
CHROMIUM = "/usr/bin/chromium-headless-shell"
DESK, TABLET, PHONE, NARROW = 1280, 820, 390, 360
HEIGHTS = {DESK: 900, TABLET: 1180, PHONE: 844, NARROW: 780}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_REPORTS = """
window.__cspReports = [];
document.addEventListener('securitypolicyviolation', (e) => {
  window.__cspReports.push(`${e.effectiveDirective}: ${e.blockedURI} ${e.sourceFile || ''}:${e.lineNumber} ${e.sample}`);
});
"""


class Watch:
    """Hears everything a page complains about. Make it before the first `goto`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.failed: list[str] = []
        page.add_init_script(_REPORTS + _axe_when_called())
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def _response(self, response: Response) -> None:
        missing = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or missing:
            self.failed.append(f"{response.status} {response.url}")

    def csp_reports(self) -> list[str]:
        """Violations of the content security policy on the page that is open."""
        return list(self.page.evaluate("window.__cspReports || []"))

    def complaints(self) -> list[str]:
        """All of it; an empty list is what a test wants."""
        return [*self.csp_reports(), *self.errors, *self.failed]


@cache
def axe_source() -> str:
    """axe-core as one script."""
    return (Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _axe_when_called() -> str:
    """Puts axe into every page, read only by who calls it: sending its 650 kB with each call took longer than reading it."""
    return f"window.__axe = () => {{ {axe_source()} }};"


def axe_violations(page: Page, *, within: str | None = None, without: tuple[str, ...] = ()) -> list[str]:
    """Accessibility violations as readable lines. `without` names rules to leave out, with a reason at the caller.

    axe comes in through `evaluate`, since the page's own policy refuses an inline script.
    """
    if not page.evaluate("() => { if (!('axe' in window)) window.__axe?.(); return 'axe' in window }"):
        page.evaluate(axe_source())
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": AXE_TAGS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
        "preload": False,  # no page plays anything by itself, for which axe would fetch every style sheet once more
    }
    # Only lines come back: the whole result is megabytes, and carrying it over takes longer than finding it.
    return list(
        page.evaluate(
            """([root, options]) => axe.run(root || document, options).then(({ violations }) => violations.flatMap(
              (found) => found.nodes.map((node) => `${found.id}: ${found.help} — ${node.target[0]} ${node.html.slice(0, 160)}`)))""",
            [within, options],
        )
    )


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways; empty when nothing does."""
    return list(
        page.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide) return [];
              const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > wide + 1);
              return [`${document.documentElement.scrollWidth} > ${wide}`,
                ...out.slice(0, 8).map((e) => `${e.tagName.toLowerCase()}.${e.className.baseVal ?? e.className}`)];
            }"""
        )
    )


def small_targets(page: Page, least: int = 24) -> list[str]:
    """Visible controls smaller than `least` px on a side. Links inside running text do not count (WCAG 2.5.8)."""
    return list(
        page.evaluate(
            """(least) => [...document.querySelectorAll('button, input, select, textarea, summary, a[href]')]
              .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.type !== 'hidden')
              .filter((e) => !e.closest('.visually-hidden, .skip') && getComputedStyle(e).clipPath === 'none')
              .filter((e) => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
              .map((e) => [e, e.getBoundingClientRect()])
              .filter(([e, box]) => box.width < least || box.height < least)
              .map(([e, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${e.outerHTML.slice(0, 120)}`)""",
            least,
        )
    )


def settle(page: Page) -> None:
    """Wait for fonts, so that a picture shows the page as people see it."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")


def save_picture(page: Page, name: str, *, whole: bool = False) -> Path:
    """A picture of the page in test-results/, named by what it shows and the width."""
    settle(page)
    width = (page.viewport_size or {"width": 0})["width"]
    safe = re.sub(r"[^a-z0-9/-]+", "-", name.lower())
    target = RESULTS / f"{safe}-{width}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(target), full_page=whole, animations="disabled")
    return target


def set_width(page: Page, width: int) -> None:
    """Show the page at one of the widths that it is made for."""
    page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})


def check_page(page: Page, watch: Watch, *, picture: str = "", whole: bool = False) -> None:
    """Every page at every width: no report, no script error, zero axe violations, no sideways scroll, one h1."""
    settle(page)
    complaints = watch.complaints()
    assert not complaints, complaints
    assert sideways(page) == []
    assert page.locator("h1").count() == 1, "a page has exactly one h1"
    assert page.locator("html").get_attribute("lang") == "vi"
    if picture:
        save_picture(page, picture, whole=whole)
    assert axe_violations(page) == []
