"""The rail's counts: remembered for a minute, forgotten when the person acts or is told, never another person's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import audit
from core.counts import key_of
from notifications.actions import notify
from tests.products.world import World, build

pytestmark = pytest.mark.django_db


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


def test_what_happens_elsewhere_shows_after_a_minute(world: World, client_as: Any, clock: Any) -> None:
    """However often the person looks meanwhile, also at the page that counts itself."""
    client = client_as(user=world.officer)
    assert _waiting(client) == 0
    world.draft()
    for seconds in (20, 20, 15):
        clock.shift(seconds)
        client.get("/viec-can-lam/")
        assert _waiting(client) == 0
    clock.shift(10)
    assert _waiting(client) == 1


def test_what_one_does_or_is_told_shows_at_once(
    world: World, client_as: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_as(user=world.officer)
    assert _waiting(client) == 0
    with django_capture_on_commit_callbacks(execute=True):
        dossier = world.draft()
        audit.record(actor=world.officer, action="trust.test", obj=dossier)
    assert _waiting(client) == 1
    world.draft(world.fresh_product())
    assert _waiting(client) == 1
    with django_capture_on_commit_callbacks(execute=True):
        notify(recipients=[world.officer], kind="trust.test", title="Tin mới")
    assert _waiting(client) == 2


def test_each_person_has_counts_of_ones_own(world: World, client_as: Any) -> None:
    world.draft()
    assert _waiting(client_as(user=world.officer)) == 1
    assert _waiting(client_as(user=world.leader)) == 0


def test_a_page_that_remembers_asks_the_database_less(world: World, client_as: Any) -> None:
    client = client_as(user=world.officer)
    client.get("/thong-bao/")
    with CaptureQueriesContext(connection) as remembered:
        client.get("/thong-bao/")
    cache.delete(key_of(world.officer.pk))
    with CaptureQueriesContext(connection) as counted:
        client.get("/thong-bao/")
    assert len(remembered) <= len(counted) - 2


def test_the_bell_does_not_wait(world: World, client_as: Any, django_capture_on_commit_callbacks: Any) -> None:
    client = client_as(user=world.officer)
    assert "tin chưa đọc" not in client.get("/viec-can-lam/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        notify(recipients=[world.officer], kind="trust.test", title="Tin mới", body="", url="/viec-can-lam/")
    assert "Thông báo, 1 tin chưa đọc" in client.get("/viec-can-lam/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/thong-bao/da-doc-tat-ca/")
    assert "tin chưa đọc" not in client.get("/viec-can-lam/").content.decode()
