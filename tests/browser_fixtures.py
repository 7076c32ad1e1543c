"""Browser fixtures, on top of pytest-playwright and Debian's Chromium.

`page`, `context`, `browser` come from pytest-playwright; here is how they start. `phone` and `desk` are pages that are
already watched.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import CHROMIUM, DESK, HEIGHTS, PHONE, Watch

# Playwright runs its own loop in the test's thread; without this Django refuses the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; no sandbox, since tests may run as root."""
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A Vietnamese reader at a desk."""
    return {
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": DESK, "height": HEIGHTS[DESK]},
    }


@pytest.fixture(scope="session", autouse=True)
def _kept_static_files() -> Iterator[None]:
    """A browser keeps style sheets and scripts as it does in use; else it asks for two dozen files with every page."""
    serve = StaticFilesHandler.serve

    def served(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(handler, request)
        patch_cache_control(answer, public=True, max_age=3600)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", served)
        yield


@pytest.fixture
def watch(page: Page) -> Watch:
    """Listens to `page` from its first request."""
    return Watch(page)


@pytest.fixture
def new_person(
    browser: Browser, browser_context_args: dict[str, Any], request: pytest.FixtureRequest
) -> Callable[..., Page]:
    """Make a page with its own cookies: another person, or the same one on another device."""

    def make(width: int = DESK, **options: Any) -> Page:
        viewport = {"width": width, "height": HEIGHTS.get(width, 900)}
        context: BrowserContext = browser.new_context(**(browser_context_args | {"viewport": viewport} | options))
        request.addfinalizer(context.close)
        return context.new_page()

    return make


@pytest.fixture
def phone(new_person: Callable[..., Page]) -> Page:
    """A page 390 px wide that answers to touch."""
    return new_person(PHONE, has_touch=True)


@pytest.fixture
def no_scripts(new_person: Callable[..., Page]) -> Page:
    """A page with JavaScript off."""
    return new_person(java_script_enabled=False)
