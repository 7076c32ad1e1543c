"""The rail's counts: remembered for a minute, forgotten when the person sends something, never another person's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.actions import notify
from tests.products.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _remembered(settings: Any, _live_counts: None) -> None:
    """As it is in real life."""
    settings.MENU_COUNTS_SECONDS = 60


@pytest.fixture
def world(law: None) -> World:
    """A district whose officer opens a dossier."""
    return build()


def _waiting(client: Any) -> int:
    """The number that stands at "Hồ sơ đánh giá"."""
    page = client.get("/thong-bao/").content.decode()
    entry = re.search(r'<a href="/ho-so/".*?</a>', page, re.DOTALL)
    assert entry is not None
    count = re.search(r'class="count[^"]*">(\d+)', entry[0])
    return int(count[1]) if count else 0


def test_what_happens_elsewhere_shows_after_a_minute_what_one_sends_at_once(world: World, client_as: Any) -> None:
    client = client_as(user=world.officer)
    assert _waiting(client) == 0
    world.draft()
    assert _waiting(client) == 0
    client.post("/thong-bao/da-doc-tat-ca/")
    assert _waiting(client) == 1


def test_each_person_has_counts_of_ones_own(world: World, client_as: Any) -> None:
    world.draft()
    assert _waiting(client_as(user=world.officer)) == 1
    assert _waiting(client_as(user=world.leader)) == 0


def test_a_page_that_remembers_asks_the_database_less(world: World, client_as: Any, settings: Any) -> None:
    client = client_as(user=world.officer)
    client.get("/thong-bao/")
    with CaptureQueriesContext(connection) as remembered:
        client.get("/thong-bao/")
    settings.MENU_COUNTS_SECONDS = 0
    client.post("/thong-bao/da-doc-tat-ca/")
    with CaptureQueriesContext(connection) as counted:
        client.get("/thong-bao/")
    assert len(remembered) <= len(counted) - 2


def test_the_bell_does_not_wait(world: World, client_as: Any) -> None:
    client = client_as(user=world.officer)
    client.get("/viec-can-lam/")
    notify(recipients=[world.officer], kind="trust.test", title="Tin mới", body="", url="/viec-can-lam/")
    assert "Thông báo, 1 tin chưa đọc" in client.get("/viec-can-lam/").content.decode()
