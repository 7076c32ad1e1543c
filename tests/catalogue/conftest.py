"""Fixtures of the public's pages."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from products import validity

TODAY = dt.date(2024, 10, 14)


@pytest.fixture
def day(time_machine) -> dt.date:
    """The demonstration's day, standing still."""
    time_machine.move_to(dt.datetime(2024, 10, 14, 3, tzinfo=dt.UTC), tick=False)
    return TODAY


@pytest.fixture
def thirty_six_months(monkeypatch) -> None:
    """A ruleset in force with 36 months of validity."""
    monkeypatch.setattr(validity, "ruleset_on", lambda day: None)
    monkeypatch.setattr(validity, "typed_ruleset", lambda row: SimpleNamespace(validity_months=36))
