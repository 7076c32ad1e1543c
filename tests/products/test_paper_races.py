"""A commune issues its paper while the dossier is taken back: real threads, and the control without the lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction

from core.errors import Denied
from core.formats import today
from criteria.queries import ruleset
from documents.actions.issue import issue_document
from documents.enums import DocumentState
from products import commune_papers
from products.actions import commune, dossiers
from products.commune_papers import REPORT
from products.enums import DossierState
from products.models import Dossier
from tests.law import ensure_law
from tests.products.world import World, build, fill

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def committed(law_in_database: None, transactional_db: None) -> World:
    """The world in committed rows."""
    ensure_law()
    return build()


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, dict[str, Any]]:
    told: dict[str, Any] = {}

    def run() -> None:
        try:
            told["value"] = work()
        except Denied as refusal:
            told["denied"] = refusal.sentence
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, told


def somebody_waits() -> bool:
    """A connection waits for a row that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def issued_while_withdrawn(world: World) -> tuple[Dossier, dict[str, Any]]:
    """The owner has taken the dossier back and not yet committed when the commune issues: what the commune got."""
    world.round.ruleset = ruleset("qd26-2026")
    world.round.save()
    dossier = world.draft(actor=world.owner)
    fill(dossier, world.owner)
    dossiers.submit(dossier=dossier, actor=world.owner)
    officer = world.commune_officer
    paper = commune.draft_commune_paper(dossier=dossier, kind=REPORT, actor=officer)
    taken, go_on = threading.Event(), threading.Event()

    def withdraw() -> None:
        with transaction.atomic():
            dossiers.withdraw(dossier=Dossier.objects.get(pk=dossier.pk), actor=world.owner, reason="Nhầm đợt")
            taken.set()
            go_on.wait(PATIENCE)

    def issue() -> Any:
        return issue_document(document=paper, issued_on=today(), actor=officer, signer_name="Nguyễn Văn Xã")

    withdrawing, _ = in_thread(withdraw)
    assert taken.wait(PATIENCE)
    issuing, told = in_thread(issue)
    until = time.monotonic() + PATIENCE
    while issuing.is_alive() and not somebody_waits() and time.monotonic() < until:
        time.sleep(0.05)
    go_on.set()
    for thread in (withdrawing, issuing):
        thread.join(PATIENCE)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.WITHDRAWN
    return dossier, told


def test_a_paper_issued_while_the_dossier_is_taken_back_waits_and_is_refused(committed: World) -> None:
    dossier, told = issued_while_withdrawn(committed)
    assert told == {"denied": "Hồ sơ không còn ở cấp xã nên không ban hành được văn bản này."}
    assert commune.papers_of(dossier)[REPORT].is_draft
    assert not dossier.items.get(code="bao-cao-xa").evidence.exists()


def test_without_the_lock_it_lands_in_a_dossier_that_was_taken_back(committed: World) -> None:
    """The control."""
    real = commune_papers.dossier_of
    with mock.patch.object(commune_papers, "dossier_of", lambda document, **_: real(document)):
        dossier, told = issued_while_withdrawn(committed)
    assert told["value"].state == DocumentState.ISSUED
    assert dossier.items.get(code="bao-cao-xa").evidence.count() == 1
