"""Connections keep the plans of statements that they are asked again and again (docs/decisions/0007)."""

from __future__ import annotations

import pytest
from django.db import connection

from ocop_portal.settings import database

URL = "postgres://ocop@127.0.0.1:5432/ocop"


@pytest.mark.parametrize(("wanted", "threshold"), [(None, 5), ("0", None), ("20", 20)])
def test_who_runs_it_says_after_how_many_times(
    wanted: str | None, threshold: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DB_PREPARE_AFTER", raising=False)
    if wanted is not None:
        monkeypatch.setenv("DB_PREPARE_AFTER", wanted)
    options = database(URL)["OPTIONS"]
    assert isinstance(options, dict)
    assert options["prepare_threshold"] == threshold


@pytest.mark.django_db
def test_the_seventh_time_postgresql_has_the_plan() -> None:
    with connection.cursor() as cursor:
        found = []
        for value in range(7):
            cursor.execute("SELECT %s::int + 417", [value])
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%+ 417'")
            found.append(cursor.fetchone()[0])
    assert (found[0], found[-1]) == (0, 1)
