"""Fixtures that every app's tests share."""

from __future__ import annotations

import datetime as dt
import gc
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from accounts.enums import Role
from accounts.models import Unit, User
from tests import factories
from tests.emptying import empty_tables

pytest_plugins = ["tests.browser_fixtures", "tests.law"]
# Plain names, which the live server finds, whether or not somebody collected hashed ones into this DATA_DIR.
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# No test is a clock: on a busy machine one example may take seconds.
hypothesis_settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("portal")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


# Folders whose tests share one world, which is dear to build: one process runs all of them.
SHARED_WORLDS = ("demo", "trust")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What commits comes last, since it empties the world. (The browser as a parameter draws its tests together and forward.)"""
    items.sort(key=_commits)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: looking for garbage in it again and again would take a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(mark and mark.kwargs.get("transaction")) or bool(names & {"transactional_db", "live_server"})


class _ByWorld(LoadScopeScheduling):
    """Deals out tests one by one, but those of a shared world together. (xdist's marks for groups need an older pytest.)"""

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.split("/")[1]
        return folder if folder in SHARED_WORLDS else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Who runs what when there are several processes."""
    return _ByWorld(config, log)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Argon2 is slow on purpose; tests of other things need not wait for it."""
    django_settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *django_settings.PASSWORD_HASHERS,
    ]


@pytest.fixture(scope="session", autouse=True)
def _quick_emptying() -> Iterator[None]:
    """After a test that commits, empty what it filled instead of truncating every table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_tables())
        yield


@pytest.fixture(autouse=True)
def _own_cache_keys() -> None:
    """Each test counts its own rate limits, on the same Redis."""
    caches["default"].key_prefix = uuid.uuid4().hex


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Any, settings: Any) -> None:
    """Files and mails of a test go with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    storages = settings.STORAGES
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = storages | {"default": location, "staticfiles": PLAIN_STATIC}


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    """Ninh Bình with two districts and three communes, by short name."""
    return factories.ninh_binh()


@pytest.fixture
def user_as(db: None) -> Callable[..., User]:
    """Make a person with one seat: `user_as(Role.DISTRICT_OFFICER, units["Gia Viễn"])`."""
    return factories.person


@pytest.fixture
def client_as(db: None) -> Callable[..., Client]:
    """Make a signed-in client: `client_as(Role.ADMIN)`, `client_as(role, unit)` or `client_as(user=somebody)`.

    The person is at `client.user`.
    """

    def make(role: Role | None = None, unit: Unit | None = None, *, user: User | None = None, **fields: Any) -> Client:
        who = user or factories.person(role, unit, **fields)
        client = Client()
        client.force_login(who, backend=BACKEND)
        client.user = who  # type: ignore[attr-defined]
        return client

    return make


@pytest.fixture
def anonymous(db: None) -> Client:
    """Somebody who did not sign in."""
    return Client()


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """The clock in one's hand: `clock.shift(dt.timedelta(hours=1))`, `clock.move_to(…)`; it goes on from now."""
    time_machine.move_to(dt.datetime.now(tz=dt.UTC))
    return time_machine
