"""Redis away (F7, F8): nobody waits for it and nothing that was decided is lost with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from redis.connection import parse_url

from accounts.enums import Role
from core import queue, tasks
from notifications import actions
from notifications import tasks as mail_tasks
from notifications.models import OutboxMail
from ocop_portal.celery import app
from products.enums import DossierState
from tests import factories
from tests.faults.proxy import Proxy
from tests.products import world as makers
from tests.trust.crawl import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire(settings: Any) -> Iterator[Proxy]:
    """Cache and broker go through the proxy."""
    there = parse_url(settings.REDIS_URL)
    proxy = Proxy(there["path"] if "path" in there else (there["host"], there["port"]))
    url = f"redis://127.0.0.1:{proxy.port}/{there.get('db', 0)}"
    broker = app.conf.broker_url
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": url}}
    app.conf.broker_url = url
    app.pool.force_close_all() if app._pool else None
    app.amqp._producer_pool = None
    yield proxy
    proxy.cut()
    app.conf.broker_url = broker
    app.amqp._producer_pool = None


def test_sign_in_save_and_submit_work_without_redis(
    law: None, wire: Proxy, django_capture_on_commit_callbacks: Any
) -> None:
    world = makers.build()
    dossier = world.filled()
    world.leader.email = "lanhdao@vidu.example"
    world.leader.save()
    wire.cut()
    began = time.monotonic()
    visitor = Client()
    entered = visitor.post("/dang-nhap/", {"login": world.officer.username, "password": factories.PASSWORD})
    assert (entered.status_code, entered["Location"]) == (302, "/viec-can-lam/")
    client = client_of(world.officer)
    item = dossier.items.exclude(code="tu-danh-gia").order_by("order").first()
    saved = client.post(f"/ho-so/{dossier.pk}/phan/{item.code}/luu/", {"answer": "Không có Redis"})
    assert saved.json()["saved_at"]
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(f"/ho-so/{dossier.pk}/kiem-tra-lai/", {"confirmed": "on", "version": dossier.version})
    dossier.refresh_from_db()
    assert sent.status_code == 302
    assert dossier.state == DossierState.SUBMITTED
    assert client.get("/viec-can-lam/").status_code == 200
    assert time.monotonic() - began < 20


def test_mails_wait_and_go_once_when_it_is_back(
    wire: Proxy, user_as: Any, django_capture_on_commit_callbacks: Any
) -> None:
    wire.cut()
    with django_capture_on_commit_callbacks(execute=True):
        actions.notify(recipients=[user_as(email="a@vidu.example")], kind="x", title="Tin lúc mất Redis")
    assert OutboxMail.objects.count() == 1
    assert mail.outbox == []
    wire.mend()
    mail_tasks.deliver()
    mail_tasks.deliver()
    assert len(mail.outbox) == 1


def test_limits_count_nobody_and_break_nothing(wire: Proxy) -> None:
    visitor = Client()
    wire.cut()
    assert [visitor.get("/xac-minh/").status_code for _ in range(3)] == [200] * 3
    wrong = visitor.post("/dang-nhap/", {"login": "khong-co", "password": "sai hoàn toàn"})
    assert wrong.status_code == 200
    assert caches["default"].get("gì đó", "mặc định") == "mặc định"
    wire.mend()
    caches["default"].set("trở lại", 1)
    assert caches["default"].get("trở lại") == 1


def test_a_task_that_cannot_be_sent_costs_the_work_nothing(
    wire: Proxy, django_capture_on_commit_callbacks: Any
) -> None:
    wire.cut()
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        queue.send_soon(tasks.run_job, "00000000-0000-0000-0000-000000000000")
    assert time.monotonic() - began < 10


def test_a_lock_lives_in_the_database_and_needs_no_redis(wire: Proxy) -> None:
    person = factories.person(Role.DISTRICT_OFFICER)
    wire.cut()
    answers = [
        Client().post("/dang-nhap/", {"login": person.username, "password": "sai hoàn toàn"}).status_code
        for _ in range(12)
    ]
    assert 429 in answers
