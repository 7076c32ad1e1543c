"""What each database role may do in production, so that not even the portal's own account can rewrite the audit trail.

The owner migrates, the app reads and writes rows, `backup` reads everything, `report` reads the apps that the settings
name: no accounts, no sessions, no score sheets (TRUST S38, S42; score secrecy holds in the database too).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from psycopg import sql

from core.models import AuditEvent, AuditHead

APPEND_ONLY = (AuditEvent._meta.db_table, AuditHead._meta.db_table)


@dataclass(frozen=True)
class Roles:
    """Names of existing roles; an empty name is left alone."""

    app: str = ""
    backup: str = ""
    report: str = ""


def tables_of(app_labels: Iterable[str]) -> list[str]:
    """Tables of some apps, those behind many-to-many fields too."""
    found: set[str] = set()
    for label in app_labels:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model._meta.managed:
                found.add(model._meta.db_table)
    return sorted(found)


def grant(roles: Roles, reported_apps: Sequence[str], unreported: Mapping[str, Collection[str]]) -> None:
    """Give each role what it needs and nothing else; runs after every migration, any number of times.

    `unreported` names columns, by table, that `report` must not read. Raises django.db.ProgrammingError when a role does not exist.
    """
    if roles.app:
        _run("GRANT USAGE ON SCHEMA public TO {role}", roles.app)
        _run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}", roles.app)
        _run("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}", roles.app)
        for table in APPEND_ONLY:
            _run("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}", roles.app, table)
    if roles.backup:
        _run("GRANT USAGE ON SCHEMA public TO {role}", roles.backup)
        _run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}", roles.backup)
        _run("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}", roles.backup)
    if roles.report:
        _run("GRANT USAGE ON SCHEMA public TO {role}", roles.report)
        _run("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}", roles.report)
        for table in tables_of(reported_apps):
            if table in unreported:
                readable = [name for name in _columns(table) if name not in unreported[table]]
                _run("GRANT SELECT ({columns}) ON {table} TO {role}", roles.report, table, readable)
            else:
                _run("GRANT SELECT ON {table} TO {role}", roles.report, table)


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _run(statement: str, role: str, table: str = "", columns: Sequence[str] = ()) -> None:
    parts: dict[str, sql.Composable] = {
        "role": sql.Identifier(role),
        "table": sql.Identifier(table),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    used = {name: part for name, part in parts.items() if "{" + name + "}" in statement}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**used).as_string(cursor.connection))
