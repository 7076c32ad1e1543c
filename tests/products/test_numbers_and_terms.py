"""Numbers under concurrency and at New Year; the last second of a round; 36 months and their end."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection, transaction

from core.errors import Denied
from core.formats import VIETNAM
from products import codes, queries, rules
from products.actions import dossiers, recognitions
from products.actions.recognitions import add_months
from products.enums import RecognitionState
from products.models import EvaluationRound, NumberSeries, Recognition
from products.tasks import expire_recognitions
from tests.products.world import World


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> dt.datetime:
    """A moment in Vietnam."""
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)


@pytest.mark.django_db(transaction=True)
def test_twenty_people_draw_at_once_three_roll_back_and_no_number_is_lost_or_doubled() -> None:
    start = threading.Barrier(20)

    def draw(place: int) -> int | None:
        try:
            start.wait(timeout=30)
            with transaction.atomic():
                number = codes.draw("thử")
                if place % 7 == 0:
                    raise RuntimeError
                return number
        except RuntimeError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        drawn = [number for number in pool.map(draw, range(20)) if number is not None]
    assert sorted(drawn) == list(range(1, 18))


@pytest.mark.django_db(transaction=True)
def test_without_the_row_lock_the_race_is_real() -> None:
    """The control: read, wait for the others, write. The same numbers come twice."""
    NumberSeries.objects.create(series="không khoá", last=0)
    both_read = threading.Barrier(5)

    def draw(_: int) -> int:
        try:
            last = NumberSeries.objects.get(series="không khoá").last
            both_read.wait(timeout=30)
            NumberSeries.objects.filter(series="không khoá").update(last=last + 1)
            return last + 1
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert len(set(pool.map(draw, range(5)))) < 5


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (dt.datetime(2026, 12, 31, 16, 59, 59, tzinfo=dt.UTC), "HS-2026-0001"),
        (dt.datetime(2026, 12, 31, 17, 0, 0, tzinfo=dt.UTC), "HS-2027-0001"),
        (at(2027, 1, 1, 6, 59), "HS-2027-0001"),
    ],
)
def test_the_year_of_a_code_is_vietnams(db: None, moment: dt.datetime, code: str) -> None:
    with time_machine.travel(moment, tick=False):
        assert codes.next_dossier_code() == code


@pytest.mark.parametrize(("second", "taken"), [(at(2026, 10, 30, 23, 59, 59), True), (at(2026, 10, 31), False)])
def test_a_dossier_is_taken_to_the_last_second_of_the_closing_day(
    world: World, second: dt.datetime, taken: bool
) -> None:
    EvaluationRound.objects.update(year=2026, opens_on=dt.date(2026, 1, 1), closes_on=dt.date(2026, 10, 30))
    world.round.refresh_from_db()
    with time_machine.travel(at(2026, 10, 1, 9), tick=False):
        dossier = world.filled()
    with time_machine.travel(second, tick=False):
        if taken:
            assert dossiers.submit(dossier=dossier, actor=world.officer).submitted_at == second
        else:
            with pytest.raises(Denied, match="00:00 ngày 31/10/2026"):
                dossiers.submit(dossier=dossier, actor=world.officer)


def test_a_returned_dossier_comes_back_after_the_round_has_closed(world: World) -> None:
    dossier = world.returned()
    EvaluationRound.objects.update(opens_on=dt.date(2020, 1, 1), closes_on=dt.date(2020, 2, 1))
    dossier.items.filter(verdict="missing").update(changed_after_return=True)
    dossier.refresh_from_db()
    assert dossiers.submit(dossier=dossier, actor=world.officer).submissions == 2


@pytest.mark.parametrize(
    ("signed", "until"),
    [
        (dt.date(2024, 3, 15), dt.date(2027, 3, 15)),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 28)),
        (dt.date(2025, 2, 28), dt.date(2028, 2, 28)),
        (dt.date(2023, 12, 31), dt.date(2026, 12, 31)),
    ],
)
def test_thirty_six_months_end_on_the_corresponding_day(signed: dt.date, until: dt.date) -> None:
    assert add_months(signed, 36) == until


def test_a_month_without_the_day_ends_on_its_last_day() -> None:
    assert add_months(dt.date(2024, 8, 31), 1) == dt.date(2024, 9, 30)


def test_a_recognition_ends_at_midnight_even_before_the_task_runs(world: World) -> None:
    recognition = world.recognised(decided_on=dt.date(2024, 3, 15))
    assert recognition.valid_until == dt.date(2027, 3, 15)
    with time_machine.travel(at(2027, 3, 15, 23, 59, 59), tick=False):
        assert rules.is_in_force(recognition)
        assert Recognition.objects.filter(queries.in_force()).exists()
        assert expire_recognitions() == 0
    with time_machine.travel(at(2027, 3, 16), tick=False):
        assert recognition.state == RecognitionState.VALID  # the task has not run
        assert recognition.state_now == RecognitionState.EXPIRED
        assert not Recognition.objects.filter(queries.in_force()).exists()
        assert Recognition.objects.filter(queries.expired()).exists()
        assert expire_recognitions() == 1
        assert expire_recognitions() == 0
    recognition.refresh_from_db()
    assert recognition.state == RecognitionState.EXPIRED


def test_a_new_recognition_replaces_the_one_in_force_and_keeps_the_code(world: World) -> None:
    first = world.recognised()
    code = first.product.code
    second = recognitions.recognise(
        dossier=first.dossier, actor=world.leader, stars=4, mean=None, decided_on=first.decided_on,
        decision_number="2/QĐ-UBND", issued_by="UBND tỉnh Ninh Bình",
    )  # fmt: skip
    first.refresh_from_db()
    second.product.refresh_from_db()
    assert first.state == RecognitionState.REPLACED
    assert first.replaced_by == second
    assert second.product.code == code
    assert len({first.verify_code, second.verify_code}) == 2
    assert len(second.verify_code) == 16


def test_two_stars_get_no_certificate(world: World) -> None:
    with pytest.raises(Denied, match="không được cấp"):
        world.recognised(stars=2)
