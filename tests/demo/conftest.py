"""The year told once for all tests of this folder, really committed; the tables are emptied afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings

from tests.conftest import PLAIN_STATIC
from tests.emptying import empty_tables

FIRST_DAY = dt.date(2024, 10, 14)


def _settings(folder: Path) -> dict[str, Any]:
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return {
        "DEMO": True,
        "CLOCK_SHIFT_DAYS": (FIRST_DAY - dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=7))).date()).days,
        "STORAGES": django_settings.STORAGES | {"default": location, "staticfiles": PLAIN_STATIC},
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    }


@pytest.fixture(scope="package")
def told(law_in_database: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Reference data and the demonstration year; the folder of its files."""
    folder = tmp_path_factory.mktemp("demo-files")
    with django_db_blocker.unblock(), override_settings(**_settings(folder)):
        call_command("load_reference", verbosity=0)
        call_command("load_demo", verbosity=0)
    yield folder
    with django_db_blocker.unblock():
        empty_tables()


@pytest.fixture
def demo_settings(told: Path, settings: Any) -> None:
    """The day on which the year is told, and its files."""
    for name, value in _settings(told).items():
        setattr(settings, name, value)


@pytest.fixture
def story(demo_settings: None, db: None) -> None:
    """The year, for one test that takes back what it does."""
