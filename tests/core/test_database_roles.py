"""Rights of the database roles, asked of PostgreSQL itself (S38, S42)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from accounts.enums import Role
from core import audit
from core.database_roles import Roles, grant, tables_of
from core.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db
NAMES = Roles(app="test_app", backup="test_backup", report="test_report")


@pytest.fixture
def roles(units) -> Roles:
    """Three roles that end with the test's transaction."""
    with connection.cursor() as cursor:
        for name in (NAMES.app, NAMES.backup, NAMES.report):
            cursor.execute(f"CREATE ROLE {name} NOLOGIN")
            cursor.execute(f"GRANT {name} TO CURRENT_USER")
    grant(NAMES, settings.REPORTED_APPS, settings.UNREPORTED_COLUMNS)
    grant(NAMES, settings.REPORTED_APPS, settings.UNREPORTED_COLUMNS)
    return NAMES


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {name}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    return False


def test_the_app_writes_rows_and_only_adds_to_the_trail(roles, units):
    with acting_as(roles.app):
        user = factories.person(Role.DISTRICT_OFFICER, units["Yên Mô"])
        user.position = "Chuyên viên"
        user.save()
        event = audit.record(actor=user, action="test.roles", obj=user)
        assert refused("UPDATE core_auditevent SET reason = 'khác'")
        assert refused("DELETE FROM core_auditevent")
        assert refused("TRUNCATE core_auditevent")
        assert audit.verify().breaks == ()
        assert refused("UPDATE core_audithead SET hash = ''")
        assert refused("DELETE FROM core_audithead")
        assert refused("ALTER TABLE core_auditevent DISABLE TRIGGER ALL")
    assert AuditEvent.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize("table", ["core_auditevent", "core_audithead"])
def test_the_app_has_no_right_to_change_the_trail_even_without_its_triggers(roles, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(has_table_privilege(%s, %s, name) ORDER BY place)"
            " FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) WITH ORDINALITY AS t(name, place)",
            [roles.app, table],
        )
        assert cursor.fetchone()[0] == [True, True, False, False, False]


def test_the_app_cannot_change_tables(roles):
    with acting_as(roles.app):
        for statement in (
            "CREATE TABLE own (id int)",
            "DROP TABLE products_product",
            "TRUNCATE products_product CASCADE",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_backup_reads_everything_and_writes_nothing(roles):
    with acting_as(roles.backup), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
        assert refused("DELETE FROM products_product")
        assert refused("INSERT INTO products_numberseries DEFAULT VALUES")


def test_reports_read_no_accounts_no_sessions_no_score_sheets(roles):
    with acting_as(roles.report), connection.cursor() as cursor:
        for table in tables_of(settings.REPORTED_APPS):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
        secret = [*tables_of(["accounts", "evaluations", "notifications", "core"]), "django_session"]
        assert [table for table in secret if not refused(f'SELECT 1 FROM "{table}" LIMIT 1')] == []
        assert refused("UPDATE products_product SET name = ''")


def test_reports_read_no_key_of_a_link_and_no_sender_of_a_complaint(roles):
    with acting_as(roles.report), connection.cursor() as cursor:
        cursor.execute("SELECT code, state, topic FROM inspections_complaint")
        hidden = [(table, name) for table, names in settings.UNREPORTED_COLUMNS.items() for name in names]
        assert [pair for pair in hidden if not refused(f'SELECT "{pair[1]}" FROM "{pair[0]}"')] == []


def test_every_key_of_a_link_is_hidden_from_reports():
    """A new column that holds such a key has to be named in the settings."""
    keys = {
        (model._meta.db_table, field.column)
        for label in settings.REPORTED_APPS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if any(word in field.name for word in ("token", "secret", "lookup_code", "password"))
    }
    assert keys - {(table, name) for table, names in settings.UNREPORTED_COLUMNS.items() for name in names} == set()
