"""What a recognition is worth on a day, whether or not the nightly task has run."""

from __future__ import annotations

import datetime as dt

import pytest

from catalogue import verification
from catalogue.standing import Standing, YearBounds, standing, standing_q, year_bounds
from products.enums import RecognitionState
from products.models import Recognition
from tests.catalogue.makers import recognised

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 10, 14)


def test_bounds_of_a_year_without_a_date(thirty_six_months):
    assert year_bounds(DAY) == YearBounds(holds_from=2022, over_until=2020)
    # Signed on 1 January 2021 it holds to 1 January 2024, signed on 31 December 2021 to 31 December 2024.
    assert year_bounds(dt.date(2024, 1, 1)) == YearBounds(holds_from=2021, over_until=2020)
    assert year_bounds(dt.date(2024, 12, 31)) == YearBounds(holds_from=2022, over_until=2020)
    assert year_bounds(dt.date(2025, 1, 1)) == YearBounds(holds_from=2022, over_until=2021)


def test_without_a_ruleset_nothing_undated_is_claimed():
    before_any = dt.date(2022, 6, 1)
    bounds = year_bounds(before_any)
    assert standing(recognised(decided_year=2022, until=None), before_any, bounds) == Standing.UNCERTAIN


CASES = [
    ({"until": dt.date(2024, 10, 14)}, Standing.VALID),
    ({"until": dt.date(2024, 10, 13)}, Standing.EXPIRED),
    ({"until": dt.date(2027, 1, 1), "state": RecognitionState.REVOKED}, Standing.REVOKED),
    ({"until": dt.date(2027, 1, 1), "state": RecognitionState.REPLACED}, Standing.REPLACED),
    ({"until": dt.date(2027, 1, 1), "state": RecognitionState.EXPIRED}, Standing.EXPIRED),
    ({"decided_year": 2023}, Standing.UNCERTAIN),
    ({"decided_year": 2022}, Standing.UNCERTAIN),
    ({"decided_year": 2021}, Standing.UNCERTAIN),
    ({"decided_year": 2020}, Standing.EXPIRED),
    ({"decided_year": None}, Standing.UNCERTAIN),
    ({"decided_year": None, "until": dt.date(2025, 1, 1)}, Standing.VALID),
]


@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_python_and_sql_say_the_same(thirty_six_months, fields, expected):
    row = recognised(**fields)
    bounds = year_bounds(DAY)
    assert standing(row, DAY, bounds) == expected
    found = {one for one in Standing if Recognition.objects.filter(standing_q(one, DAY, bounds)).exists()}
    assert found == {expected}


@pytest.mark.parametrize(("fields", "expected"), [case for case in CASES if case[0] != {"decided_year": 2020}])
def test_the_public_reads_the_same_words_as_the_register(day, thirty_six_months, fields, expected):
    assert recognised(**fields).standing_words == expected.label


def test_the_last_day_counts_in_vietnam(time_machine):
    row = recognised(until=dt.date(2024, 10, 14))
    time_machine.move_to(dt.datetime(2024, 10, 14, 16, 59, tzinfo=dt.UTC))  # 23:59 in Vietnam
    assert verification.answer(row.verify_code).standing == Standing.VALID
    time_machine.move_to(dt.datetime(2024, 10, 14, 17, 0, tzinfo=dt.UTC))  # midnight; beat comes ten minutes later
    assert verification.answer(row.verify_code).standing == Standing.EXPIRED
