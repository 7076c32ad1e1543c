"""Two officers begin the same annual report in one moment, with real threads, and the control without the lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import Unit, User
from programme.actions import reports as actions
from programme.models import Report
from tests import factories
from tests.programme.report_world import TODAY, ReportWorld, build

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def world(transactional_db: None, clock: Any, settings: Any) -> ReportWorld:
    """The year to report, in committed rows."""
    settings.CLOCK_SHIFT_DAYS = 0
    clock.move_to(TODAY)
    return build()


@pytest.fixture
def slow() -> Iterator[None]:
    """Taking the figures lasts long enough for the other one to begin too, if it may."""
    real = actions.take

    def take(*args: Any) -> None:
        real(*args)
        time.sleep(0.3)

    with mock.patch.object(actions, "take", take):
        yield


def together(world: ReportWorld, people: list[User]) -> list[Any]:
    """What each of them gets who begins at the same instant: a report or an error."""
    gate, answers = threading.Barrier(len(people)), []

    def begin(person: User) -> None:
        try:
            gate.wait(PATIENCE)
            answers.append(actions.open_report(unit=world.units["Yên Mô"], year=2024, actor=person))
        except IntegrityError as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return answers


def test_both_find_one_report(world: ReportWorld, slow: None) -> None:
    second = factories.person(Role.DISTRICT_OFFICER, world.units["Yên Mô"])
    answers = together(world, [world.officer, second])
    assert Report.objects.count() == 1
    assert [answer.pk for answer in answers] == [Report.objects.get().pk] * 2


def test_without_the_lock_one_of_them_meets_the_constraint(world: ReportWorld, slow: None) -> None:
    second = factories.person(Role.DISTRICT_OFFICER, world.units["Yên Mô"])

    def unlocked(rows: QuerySet[Unit], **_: Any) -> QuerySet[Unit]:
        return rows

    with mock.patch.object(QuerySet, "select_for_update", unlocked):
        answers = together(world, [world.officer, second])
    assert sorted(type(answer).__name__ for answer in answers) == ["IntegrityError", "Report"]
