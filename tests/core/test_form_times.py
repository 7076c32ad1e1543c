"""Hours in forms: read as people here write them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from core.forms import VnTimeField

HOUR = VnTimeField(required=False)


@pytest.mark.parametrize(
    "typed", ["9:30", "09:30", "9h30", "9H30", "9 h 30", "9g30", "9.30", "9 giờ 30", "9 giờ 30 phút", "09:30:00"]
)
def test_half_past_nine_is_read_however_it_is_written(typed: str) -> None:
    assert HOUR.clean(typed) == dt.time(9, 30)


@pytest.mark.parametrize("typed", ["9", "9h", "09 giờ", " 9 h ", "9 gio\u031b\u0300"])
def test_a_full_hour_needs_no_minutes(typed: str) -> None:
    assert HOUR.clean(typed) == dt.time(9)


@pytest.mark.parametrize("typed", ["25h", "9h75", "sáng", "9 30", "h30", "9h30h", "-9h", "²h"])
def test_what_is_no_hour_is_refused_with_one_sentence(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        HOUR.clean(typed)
    assert refused.value.messages == ["Giờ chưa đúng, ví dụ 14:00."]


def test_nothing_typed_is_no_hour() -> None:
    assert HOUR.clean("") is None
