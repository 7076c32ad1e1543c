"""Empties the test database after a test that committed: only tables that hold rows, and not the law if it is as loaded.

Django's own flush truncates two hundred tables and announces a migration, most of a second after each such test.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
LAW_COPY = "law_copy"


def empty_tables() -> None:
    """Delete every row that a test left, whatever order foreign keys would ask and whatever rows may not be deleted."""
    with transaction.atomic(), connection.cursor() as cursor:
        used = _with_rows(cursor, _tables(cursor, "public") - KEPT - _untouched_law(cursor))
        guarded = [table for table in used if table in _with_triggers(cursor)]
        for table in guarded:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in used:
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _tables(cursor: Any, schema: str) -> set[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
    return {name for (name,) in cursor.fetchall()}


def _with_rows(cursor: Any, tables: set[str]) -> list[str]:
    questions = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in sorted(tables)]
    cursor.execute(" UNION ALL ".join(questions))
    return [name for (name,) in cursor.fetchall()]


def _with_triggers(cursor: Any) -> set[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
    )
    return {name for (name,) in cursor.fetchall()}


def _untouched_law(cursor: Any) -> set[str]:
    """The law's tables, if each holds what the copy holds: then they need no reloading (`tests.law`)."""
    law = _tables(cursor, LAW_COPY)
    for table in law:
        cursor.execute(
            f'SELECT EXISTS ((TABLE public."{table}" EXCEPT ALL TABLE {LAW_COPY}."{table}") UNION ALL '
            f'(TABLE {LAW_COPY}."{table}" EXCEPT ALL TABLE public."{table}"))'
        )
        if cursor.fetchone()[0]:
            return set()
    return law
