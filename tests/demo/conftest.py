"""The story told once for all tests of this folder, and taken back afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

FIRST_DAY = dt.date(2024, 10, 14)


def _settings(folder: Path) -> dict[str, Any]:
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return {
        "DEMO": True,
        "CLOCK_SHIFT_DAYS": (FIRST_DAY - dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=7))).date()).days,
        "STORAGES": django_settings.STORAGES | {"default": location},
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    }


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Reference data and the demonstration year, in one transaction that is rolled back at the end."""
    folder = tmp_path_factory.mktemp("demo-files")
    with django_db_blocker.unblock(), override_settings(**_settings(folder)):
        whole = transaction.atomic()
        whole.__enter__()
        try:
            call_command("load_reference", verbosity=0)
            call_command("load_demo", verbosity=0)
            yield folder
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)


@pytest.fixture
def story(told: Path, settings: Any, db: None) -> None:
    """The story, for one test."""
    for name, value in _settings(told).items():
        setattr(settings, name, value)
