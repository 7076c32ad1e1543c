"""One world for the whole folder, really committed; each test undoes what it changes, the browser's comes last."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test.utils import override_settings

from tests.conftest import PLAIN_STATIC
from tests.emptying import empty_tables
from tests.trust import crawl as crawling
from tests.trust.world import TrustWorld, build


@pytest.fixture(scope="package")
def trust_files() -> Iterator[dict[str, Any]]:
    """The world's files outlive the single test."""
    with tempfile.TemporaryDirectory() as folder:
        location = Path(folder)
        default = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": location / "files"},
        }
        yield {
            "STORAGES": django_settings.STORAGES | {"default": default, "staticfiles": PLAIN_STATIC},
            "EMAIL_FILE_PATH": location / "mail",
        }


@pytest.fixture(scope="package")
def committed_world(law_in_database: None, trust_files: dict[str, Any], django_db_blocker: Any) -> Iterator[TrustWorld]:
    """The two districts."""
    with django_db_blocker.unblock():
        with override_settings(**trust_files):
            world = build()
        yield world
        empty_tables()


@pytest.fixture(autouse=True)
def _own_files(settings: Any, trust_files: dict[str, Any]) -> None:
    """Replaces the fixture of the same name: here files belong to the world."""
    for name, value in trust_files.items():
        setattr(settings, name, value)


@pytest.fixture
def world(committed_world: TrustWorld, db: None) -> TrustWorld:
    """The world inside a transaction of the test's own."""
    return committed_world


@pytest.fixture(scope="package")
def seen(committed_world: TrustWorld, trust_files: dict[str, Any], django_db_blocker: Any) -> list[crawling.Seen]:
    """Every page as everybody."""
    with django_db_blocker.unblock(), override_settings(**trust_files):
        return crawling.crawl(committed_world)
