"""A small server for the face alone: the project's templates and policy, sample pages, no database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread

from core import menu

HERE = Path(__file__).resolve().parent


def _templates() -> list[dict[str, object]]:
    engine = settings.TEMPLATES[0]
    processors = ["django.template.context_processors.request", "django.contrib.messages.context_processors.messages",
                  "core.context.frame"]  # fmt: skip
    options = engine["OPTIONS"] | {"context_processors": processors}
    return [engine | {"DIRS": [HERE / "templates", *engine["DIRS"]], "OPTIONS": options}]


@pytest.fixture(autouse=True)
def _short_patience(request: pytest.FixtureRequest) -> None:
    """A sample page answers at once or is wrong."""
    if "page" in request.fixturenames:
        page = request.getfixturevalue("page")
        page.set_default_timeout(5000)


@pytest.fixture(scope="module")
def face() -> Iterator[str]:
    """The address of the sample pages."""
    own = override_settings(
        ROOT_URLCONF="tests.face.urls",
        TEMPLATES=_templates(),
        ALLOWED_HOSTS=["*"],
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        MIDDLEWARE=[
            "csp.middleware.CSPMiddleware",
            "tests.face.people.PersonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
    )
    own.enable()
    apps_entries, menu._registry = menu._registry, menu._Registry()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    menu._registry = apps_entries
    own.disable()
