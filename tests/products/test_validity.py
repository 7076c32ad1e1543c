"""A year without a day: one reading for the public list and for fairs."""

from __future__ import annotations

import datetime as dt

import pytest

from catalogue.standing import Standing, standing
from products.enums import RecognitionState
from products.models import Recognition
from products.validity import YearBounds, sure_until, year_bounds
from promotion import showing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "bounds"),
    [
        (dt.date(2024, 1, 1), YearBounds(holds_from=2021, over_until=2020)),
        (dt.date(2024, 1, 2), YearBounds(holds_from=2022, over_until=2020)),
        (dt.date(2024, 12, 31), YearBounds(holds_from=2022, over_until=2020)),
        (dt.date(2025, 1, 1), YearBounds(holds_from=2022, over_until=2021)),
    ],
)
def test_thirty_six_months_from_the_first_and_from_the_last_day_of_the_year(law, day, bounds):
    assert year_bounds(day) == bounds


def test_without_a_ruleset_nothing_is_sure(db):
    assert year_bounds(dt.date(1999, 1, 1)) == YearBounds(holds_from=2000, over_until=2017)
    assert sure_until(2023, dt.date(1999, 1, 1)) is None


@pytest.mark.parametrize("year", [None, 2018, 2020, 2021, 2022, 2023, 2024])
@pytest.mark.parametrize("day", [dt.date(2024, 1, 1), dt.date(2024, 6, 30), dt.date(2024, 12, 31)])
def test_what_a_fair_may_show_is_never_called_ended_nor_valid_without_a_term(law, year, day):
    held = Recognition(state=RecognitionState.VALID, decided_year=year)
    public = standing(held, day, year_bounds(day))
    until = showing.sure_until(held, day)
    assert public in {Standing.UNCERTAIN, Standing.EXPIRED}
    assert public == Standing.UNCERTAIN or until is None or until < day
