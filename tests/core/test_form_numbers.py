"""Numbers in forms: what a page shows is read back as the same number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import VnDecimalField, whole_number, whole_numbers

MONEY = VnDecimalField(max_digits=14, decimal_places=0)
POINTS = VnDecimalField(max_digits=12, decimal_places=3)


@pytest.mark.parametrize(
    ("typed", "read"), [("85.000", 85000), ("85000", 85000), ("1.234.567", 1234567), ("85 000", 85000)]
)
def test_an_amount_without_places_may_be_typed_with_dots(typed: str, read: int) -> None:
    assert MONEY.clean(typed) == read


def test_points_that_can_be_read_two_ways_are_refused() -> None:
    with pytest.raises(ValidationError, match="hai cách"):
        POINTS.clean("8.125")


@pytest.mark.parametrize("field", [MONEY, POINTS])
@pytest.mark.parametrize("value", ["0", "8", "8125", "85000", "1234567"])
def test_what_is_shown_is_read_back(field: VnDecimalField, value: str) -> None:
    assert field.clean(field.prepare_value(Decimal(value)) or "0") == Decimal(value)


def test_places_are_shown_and_read_with_a_comma() -> None:
    assert POINTS.clean(POINTS.prepare_value(Decimal("1234.5"))) == Decimal("1234.5")


@pytest.mark.parametrize(("text", "read"), [("7", 7), ("007", 7), ("0", 0), ("9" * 18, 10**18 - 1)])
def test_a_key_that_a_page_sends_is_read(text: str, read: int) -> None:
    assert whole_number(text) == read


@pytest.mark.parametrize("text", ["", " 7", "-1", "1.5", "²", "７", "9" * 19, "9" * 5_000, "mot", "7\x00"])
def test_whatever_else_a_browser_may_send_is_no_key(text: str) -> None:
    assert whole_number(text) is None
    assert whole_numbers(["3", text, "4"]) == [3, 4]
