"""The last place of a class, with real threads on real connections, and the control without the lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from tests.trainings.makers import World, build
from trainings.actions import attendance, participants, places
from trainings.enums import MarkMethod, PlaceState, TargetGroup
from trainings.models import AttendanceMark, Participant, TrainingClass

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def room(transactional_db: None) -> World:
    """The world in committed rows."""
    return build()


def together(works: list[Callable[[], Any]]) -> None:
    """All at the same instant, each on its own connection."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        try:
            gate.wait(PATIENCE)
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)


def registering(training: TrainingClass, number: int) -> Callable[[], Any]:
    values = {"name": f"Người {number}", "phone": f"09120000{number:02d}", "organisation": "Hộ"}
    return lambda: participants.register_by_link(training=training, values=values, consented=True)


def slow(real: Callable[..., int]) -> Callable[..., int]:
    """Counting places takes a moment: long enough for the other one to count too, if it may."""

    def count(training: TrainingClass) -> int:
        found = real(training)
        time.sleep(0.3)
        return found

    return count


def seated() -> int:
    return Participant.objects.filter(state=PlaceState.REGISTERED).count()


def test_two_people_take_the_last_place_and_one_of_them_waits(room: World) -> None:
    training = room.opened(group=TargetGroup.POTENTIAL, capacity=1)
    with mock.patch.object(places, "seats_taken", slow(places.seats_taken)):
        together([registering(training, 1), registering(training, 2)])
    assert Participant.objects.count() == 2
    assert seated() == 1


def test_without_the_lock_the_race_is_real(room: World) -> None:
    training = room.opened(group=TargetGroup.POTENTIAL, capacity=1)

    def unlocked(pk: int) -> TrainingClass:
        return TrainingClass.objects.select_related("unit").get(pk=pk)

    with (
        mock.patch.object(places, "seats_taken", slow(places.seats_taken)),
        mock.patch.object(participants, "locked_class", unlocked),
    ):
        together([registering(training, 1), registering(training, 2)])
    assert seated() == 2


def test_one_person_twice_at_the_door_counts_once(room: World) -> None:
    training = room.running(1)
    session, person = training.sessions.first(), training.participants.first()

    def enter() -> Any:
        return attendance.mark_present(session=session, participant=person, actor=None, method=MarkMethod.DOOR)

    together([enter, enter])
    assert AttendanceMark.objects.count() == 1
