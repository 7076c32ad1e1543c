"""Every page once in a real browser, by the first role that may open it: axe, policy reports, script errors, width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from accounts import access
from accounts.enums import Role
from accounts.models import User
from tests.browser import DESK, NARROW, Watch, axe_violations, set_width, settle, sideways
from tests.trust.addresses import address, routes
from tests.trust.crawl import BACKEND, sides
from tests.trust.world import TrustWorld

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ORDER = (
    Role.DISTRICT_OFFICER, Role.COUNCIL_MEMBER, Role.DISTRICT_LEADER, Role.PRODUCER, Role.ADVISORY, Role.COMMUNE_OFFICER,
    Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER, Role.ADMIN,
)  # fmt: skip
FILES = (".pdf", ".png", ".docx", ".csv", ".json", ".svg", ".jpg", "/tai-ve/", "z")
PAPER = {"documents:as_html", "core:file", "account_logout"}


def _enter(context: BrowserContext, base: str, user: User) -> None:
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])


def _complaints(page: Page, watch: Watch, *, framed: bool) -> Iterator[str]:
    settle(page)
    yield from (f"{DESK}: {line}" for line in axe_violations(page))
    set_width(page, NARROW)
    # Colours are the same at both widths, and looking at every pixel takes half of axe's time; `framed`, the frame
    # around the page is looked at too, which is the same on all pages of a person.
    narrow = axe_violations(page, within=None if framed else "main", without=("color-contrast",))
    yield from (f"{NARROW}: {line}" for line in narrow)
    yield from (f"{NARROW}: {line}" for line in sideways(page))
    yield from watch.complaints()
    set_width(page, DESK)


def _open(page: Page, url: str) -> Response | None:
    """What the address answers; None for a file to keep."""
    try:
        return page.goto(url)
    except Error as error:
        if "Download is starting" in str(error):
            return None
        raise


def _is_page(response: Response | None) -> bool:
    return response is not None and response.status == 200 and "text/html" in response.headers.get("content-type", "")


def _walk(world: TrustWorld, browser: Browser, base: str, options: dict[str, Any]) -> tuple[set[str], list[str]]:
    seen: set[str] = set()
    wrong: list[str] = []
    for role in ORDER:
        context = browser.new_context(**options)
        _enter(context, base, world.who(role))
        page = context.new_page()
        watch, first = Watch(page), True
        for name, _ in routes():
            url = address(name, sides(name, world)[0][1])
            if name in seen | PAPER or url.endswith(FILES) or not access.allowed(world.who(role), name, "GET"):
                continue
            if _is_page(_open(page, base + url)):
                seen.add(name)
                wrong += [f"{role} {name} {url}: {line}" for line in _complaints(page, watch, framed=first)]
                first = False
            watch.errors.clear()
            watch.failed.clear()
        context.close()
    return seen, wrong


def test_every_page_is_clean_in_a_browser(
    committed_world: TrustWorld, browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> None:
    """The one test of this folder that writes for good: the world goes with it."""
    seen, wrong = _walk(committed_world, browser, live_server.url, browser_context_args)
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 70
