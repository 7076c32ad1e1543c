"""Numbers in forms: what a page shows is read back as the same number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import VnDecimalField

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
