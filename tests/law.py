"""The law in the test database: loaded once for a session, again after a test that emptied the tables.

A folder's conftest takes both fixtures: `from tests.law import law, law_in_database  # noqa: F401`.
"""

from __future__ import annotations

from typing import Any

import pytest

from criteria import loading, queries
from criteria.models import CriteriaSet


@pytest.fixture(scope="session")
def law_in_database(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load and commit, so that each test's own transaction starts with the law in place."""
    with django_db_blocker.unblock():
        loading.load()


@pytest.fixture
def law(law_in_database: None, db: None) -> None:
    """Criteria sets, rulesets and the classification."""
    queries.clear_caches()
    if not CriteriaSet.objects.exists():
        loading.load()
