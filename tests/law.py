"""The law in the test database: loaded once a session, put back in a moment after a test that emptied the tables.

A folder's conftest takes both fixtures: `from tests.law import law, law_in_database`.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from criteria import loading, queries
from criteria.models import CriteriaSet

COPY = "law_copy"


def _tables() -> list[str]:
    """Tables of the law, parents before children."""
    models = list(apps.get_app_config("criteria").get_models())
    ordered: list[str] = []
    while models:
        for model in models:
            parents = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
            if not parents & set(models) - {model}:
                ordered.append(model._meta.db_table)
                models.remove(model)
                break
    return ordered


def _keep() -> None:
    """Load the law and keep a copy of its tables in a schema that no test empties."""
    loading.load()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {COPY} CASCADE")
        cursor.execute(f"CREATE SCHEMA {COPY}")
        for table in _tables():
            cursor.execute(f'CREATE TABLE {COPY}."{table}" AS TABLE public."{table}"')


def ensure_law() -> None:
    """Make sure that the law is there: from the copy, or from the files the first time."""
    if CriteriaSet.objects.exists():
        return
    queries.clear_caches()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM information_schema.schemata WHERE schema_name = %s", [COPY])
        if cursor.fetchone() is None:
            loading.load()
            return
        for table in _tables():
            cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM {COPY}."{table}"')
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('public.\"{table}\"', 'id'), (SELECT max(id) FROM public.\"{table}\"))"
            )


@pytest.fixture(scope="session")
def law_in_database(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load and commit, so that each test's own transaction starts with the law in place."""
    with django_db_blocker.unblock():
        _keep()


@pytest.fixture
def law(law_in_database: None, db: None) -> None:
    """Criteria sets, rulesets and the classification."""
    queries.clear_caches()
    ensure_law()
