"""Dates and numbers as officials write and type them."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from core.formats import (
    date_vn,
    days_left_words,
    end_of_day,
    local_date,
    number_vn,
    parse_date,
    parse_decimal,
    points_vn,
    today,
)
from core.workdays import add_working_days, is_working_day, working_days_before

APRIL_3 = dt.date(2026, 4, 3)


@pytest.mark.parametrize("typed", ["3/4/2026", "03/04/2026", "03-04-2026", "3.4.2026", "2026-04-03", " 03/04/2026 "])
def test_every_way_of_typing_the_third_of_april(typed):
    assert parse_date(typed) == APRIL_3


@pytest.mark.parametrize("typed", ["13/13/2026", "31/02/2026", "4/2026", "hôm nay", "", "29/02/2023"])
def test_a_day_that_does_not_exist_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="03/04/2026"):
        parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("8,5", "8.5"),
        ("1234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("8.5", "8.5"),
        ("1.234.567", "1234567"),
        ("-3", "-3"),
    ],
)
def test_numbers_with_decimal_comma_and_dots_between_thousands(typed, value):
    assert parse_decimal(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["8.125", "1.234"])
def test_a_number_that_reads_two_ways_is_refused_with_both(typed):
    with pytest.raises(ValueError, match=typed.replace(".", ",")):
        parse_decimal(typed)


@pytest.mark.parametrize("typed", ["abc", "1,2,3", "12.34.5", "NaN", "1e5", "٣"])
def test_other_text_is_no_number(typed):
    with pytest.raises(ValueError, match="1234,5"):
        parse_decimal(typed)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("62.625", "62,63"),
        ("69.996", "69,99"),
        ("70", "70,00"),
        ("89.999999", "89,99"),
        ("49.994", "49,99"),
        ("0", "0,00"),
    ],
)
def test_shown_points_never_cross_their_band(value, shown):
    assert points_vn(Decimal(value)) == shown


@given(st.decimals(min_value=0, max_value=100, places=9))
def test_shown_points_stay_on_their_side_of_every_bound(value):
    shown = Decimal(points_vn(value).replace(",", "."))
    assert all((value < bound) == (shown < bound) for bound in (30, 50, 70, 90))


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_printed_number_reads_back_as_itself(value):
    assert parse_decimal(number_vn(value, 4)) == value


def test_numbers_are_grouped_with_dots():
    assert number_vn(1234567) == "1.234.567"
    assert number_vn(Decimal("1234.50")) == "1.234,5"


def test_the_year_is_the_vietnamese_one():
    evening_in_utc = dt.datetime(2026, 12, 31, 18, 0, tzinfo=dt.UTC)
    assert local_date(evening_in_utc) == dt.date(2027, 1, 1)
    assert date_vn(evening_in_utc) == "01/01/2027"
    with time_machine.travel(evening_in_utc, tick=False):
        assert today() == dt.date(2027, 1, 1)


def test_a_deadline_ends_with_its_day_in_vietnam():
    assert end_of_day(dt.date(2024, 11, 30)).astimezone(dt.UTC) == dt.datetime(
        2024, 11, 30, 16, 59, 59, 999999, tzinfo=dt.UTC
    )


def test_words_beside_deadlines():
    day = dt.date(2024, 10, 14)
    assert days_left_words(dt.date(2024, 10, 11), day) == "quá hạn 3 ngày"
    assert days_left_words(day, day) == "hôm nay"
    assert days_left_words(dt.date(2024, 10, 26), day) == "còn 12 ngày"


@pytest.mark.django_db
def test_working_days_skip_weekends_and_national_day():
    assert add_working_days(dt.date(2024, 8, 30), 1) == dt.date(2024, 9, 4)
    assert not is_working_day(dt.date(2024, 9, 2))
    assert working_days_before(dt.date(2024, 10, 21), 1) == dt.date(2024, 10, 18)
