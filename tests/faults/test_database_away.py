"""PostgreSQL away, restarted, read-only, too slow (F13–F15): a page that says so, nothing lost, no restart of ours."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.test import Client

from accounts.enums import Role
from core.models import AuditEvent
from products.models import DossierItem, Producer
from tests import factories
from tests.faults.proxy import Proxy
from tests.law import ensure_law
from tests.products import world as makers
from tests.trust.crawl import BACKEND

pytestmark = pytest.mark.django_db(transaction=True)
TELLS = ("Traceback", "psycopg", "OperationalError", "SELECT", "127.0.0.1")


@pytest.fixture
def wire() -> Iterator[Proxy]:
    """Our connections to PostgreSQL go through the proxy, with a pool that gives up soon."""
    own = connection.settings_dict
    host, port = own["HOST"], int(own["PORT"] or 5432)
    proxy = Proxy(f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port))
    before, options = (own["HOST"], own["PORT"]), own["OPTIONS"]
    _away_with_the_pool()
    own["HOST"], own["PORT"] = "127.0.0.1", str(proxy.port)
    own["OPTIONS"] = options | {"pool": options["pool"] | {"timeout": 2, "reconnect_timeout": 1}}
    yield proxy
    if proxy._listener is None:
        proxy.mend()
    _away_with_the_pool()
    own["HOST"], own["PORT"] = before
    own["OPTIONS"] = options
    proxy.cut()


def _away_with_the_pool() -> None:
    connection.close()
    connection.close_pool()


class Served(Client):
    """The test client leaves connections open between requests; a server gives them back to the pool."""

    def request(self, **request: Any) -> Any:
        """One request as a server serves it."""
        close_old_connections()
        try:
            return super().request(**request)
        finally:
            close_old_connections()


def _signed_in(user: Any) -> Client:
    client = Served(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def _back(call: Callable[[], Any], seconds: float = 20) -> Any:
    """Ask until the portal answers again, as a person or a script does."""
    end = time.monotonic() + seconds
    while True:
        answer = call()
        if answer.status_code != 503 or time.monotonic() > end:
            return answer
        time.sleep(0.3)


def _is_the_page(answer: Any) -> None:
    text = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "no-store" in answer["Cache-Control"]
    assert "Hệ thống tạm dừng phục vụ" in text
    assert "Dữ liệu đã lưu vẫn còn nguyên" in text
    assert not [word for word in TELLS if word in text]


def test_a_page_says_that_the_portal_is_away_and_the_next_one_comes_without_a_restart(wire: Proxy) -> None:
    client = _signed_in(factories.person(Role.DISTRICT_OFFICER))
    assert client.get("/chu-the/").status_code == 200
    wire.cut()
    began = time.monotonic()
    _is_the_page(client.get("/chu-the/"))
    _is_the_page(client.get("/viec-can-lam/"))
    assert time.monotonic() - began < 12, "an answer, not a wait"
    assert Served().get("/healthz").status_code == 200
    assert Served().get("/readyz").status_code == 503
    wire.mend()
    assert _back(lambda: client.get("/chu-the/")).status_code == 200


def test_after_a_restart_of_postgresql_nobody_meets_a_dead_connection(wire: Proxy) -> None:
    client = _signed_in(factories.person(Role.DISTRICT_OFFICER))
    assert client.get("/chu-the/").status_code == 200
    connection.close()
    wire.drop()
    assert client.get("/chu-the/").status_code == 200


def test_a_form_sent_meanwhile_is_not_half_stored(wire: Proxy) -> None:
    units = factories.ninh_binh()
    client = _signed_in(factories.person(Role.DISTRICT_OFFICER))
    before = Producer.objects.count()
    wire.cut()
    answer = client.post("/chu-the/moi/", {"name": "HTX gửi lúc mất điện", "district": units["Yên Mô"].pk})
    _is_the_page(answer)
    assert "chưa được ghi" in answer.content.decode()
    wire.mend()
    assert _back(lambda: client.get("/chu-the/")).status_code == 200
    assert Producer.objects.count() == before


def test_autosave_is_told_to_try_again_and_then_saves(law_in_database: None, wire: Proxy) -> None:
    ensure_law()
    world = makers.build()
    dossier = world.draft()
    item = next(row for row in dossier.items.order_by("order") if row.code != "tu-danh-gia")
    client = _signed_in(world.officer)
    url = f"/ho-so/{dossier.pk}/phan/{item.code}/luu/"
    send = lambda: client.post(url, {"answer": "Gõ lúc mất điện"}, headers={"Accept": "application/json"})  # noqa: E731
    wire.cut()
    answer = send()
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
    assert "chưa được lưu" in answer.json()["error"]
    wire.mend()
    answer = _back(send)
    assert answer.status_code == 200, answer.content.decode()[:300]
    assert answer.json()["saved_at"]
    assert DossierItem.objects.get(pk=item.pk).answer == "Gõ lúc mất điện"


@pytest.fixture
def read_only() -> Iterator[None]:
    """A replica that was promoted too late: reads work, writes are refused."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    _away_with_the_pool()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
        cursor.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    _away_with_the_pool()


@pytest.fixture
def officer() -> Client:
    """Signed in while everything still worked."""
    client = _signed_in(factories.person(Role.DISTRICT_OFFICER))
    client.get("/chu-the/")
    return client


def test_read_only_pages_are_read_and_forms_are_refused_clearly(officer: Client, read_only: None) -> None:
    assert officer.get("/chu-the/").status_code == 200
    events = AuditEvent.objects.count()
    _is_the_page(officer.post("/thong-bao/nhan-thu/", {"wants_mail": "on"}))
    _is_the_page(officer.get("/quan-tri/"))  # the refusal cannot be noted, so it is not given silently
    assert AuditEvent.objects.count() == events


def test_a_statement_that_takes_too_long_ends_and_other_pages_live(officer: Client, monkeypatch: Any) -> None:
    from core.views import search

    def slow(*args: Any) -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 200")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(search, "search", slow)
    began = time.monotonic()
    _is_the_page(officer.get("/tim-kiem/?q=rau"))
    assert time.monotonic() - began < 3
    assert officer.get("/chu-the/").status_code == 200
    assert "statement_timeout" in django_settings.DATABASES["default"]["OPTIONS"]["options"]


def test_our_own_mistake_is_not_called_an_outage(officer: Client, monkeypatch: Any) -> None:
    from core.views import search

    monkeypatch.setattr(search, "search", lambda *args: 1 / 0)
    answer = officer.get("/tim-kiem/?q=rau")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.content.decode()


def test_an_outage_behind_another_error_is_found() -> None:
    from core.outage import is_outage

    hidden = ValueError("while handling it")
    hidden.__context__ = OperationalError("gone")
    assert is_outage(hidden)
    assert not is_outage(ValueError())
    assert not is_outage(None)
