"""Numbers under concurrent issue, with real threads on PostgreSQL (TRUST F3, F6)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from core.errors import Denied
from documents import numbering
from documents.actions import issue_document
from documents.models import Document, NumberSeries

DAY = dt.date(2024, 11, 12)
AT_ONCE = 6  # the connection pool of the tests holds eight


def _in_threads(work: Callable[[int], Any], count: int) -> list[Any]:
    def run(index: int) -> Any:
        try:
            return work(index)
        except (Denied, RuntimeError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_three_rolled_back(
    drafted: Callable[..., Document], people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.workflow.print_pdf", lambda paper: b"%PDF-1.7 small")
    documents = [drafted() for _ in range(20)]

    def fail(document: Document) -> None:
        raise RuntimeError("the recognitions could not be written")

    def issue(index: int) -> int | None:
        issued = issue_document(
            document=documents[index],
            issued_on=DAY,
            signer_name="A",
            actor=people["leader"],
            on_issue=fail if index in (3, 9, 15) else None,
        )
        return issued.number

    results = _in_threads(issue, 20)
    numbers = sorted(number for number in results if isinstance(number, int))
    assert numbers == list(range(1, 18)), "never doubled; what was rolled back left no gap"
    assert NumberSeries.objects.get().last_number == 17
    assert Document.objects.filter(state="draft").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_issue_the_same_draft_once(
    drafted: Callable[..., Document], people: dict[str, Any], user_as: Callable[..., Any], units: dict[str, Any]
) -> None:
    from accounts.enums import Role

    leaders = [people["leader"], user_as(Role.DISTRICT_LEADER, units["Yên Mô"])]
    document = drafted()
    barrier = threading.Barrier(2)

    def issue(index: int) -> Any:
        own = Document.objects.get(pk=document.pk)
        barrier.wait()
        return issue_document(document=own, issued_on=DAY, signer_name="A", actor=leaders[index])

    results = _in_threads(issue, 2)
    assert sum(isinstance(result, Document) for result in results) == 1
    assert sum(isinstance(result, Denied) for result in results) == 1
    assert NumberSeries.objects.get().last_number == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_race_is_real(units: dict[str, Any]) -> None:
    """The control: reading and writing the series without locking its row gives two people the same number."""
    unit = units["Yên Mô"]
    NumberSeries.objects.create(issuing_unit=unit, issuing_body="ubnd", symbol="QĐ-UBND", year=2024)
    barrier = threading.Barrier(2)

    def careless(index: int) -> int:
        series = NumberSeries.objects.get()
        barrier.wait()
        series.last_number += 1
        series.save()
        return series.last_number

    assert _in_threads(careless, 2) == [1, 1]


@pytest.mark.django_db
def test_the_series_is_locked_while_a_number_is_out(units: dict[str, Any]) -> None:
    with connection.execute_wrapper(lambda execute, sql, *rest: (statements.append(sql), execute(sql, *rest))[1]):
        statements: list[str] = []
        numbering.draw_number(unit=units["Yên Mô"], body="ubnd", symbol="QĐ-UBND", year=2024)
    assert any("FOR UPDATE" in sql for sql in statements)
