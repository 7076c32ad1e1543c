"""Rights of the database roles, asked of PostgreSQL itself (S38, S42)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
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
    grant(NAMES, settings.REPORTED_APPS)
    grant(NAMES, settings.REPORTED_APPS)
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
        assert refused("ALTER TABLE core_auditevent DISABLE TRIGGER ALL")
    assert AuditEvent.objects.filter(pk=event.pk).exists()


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
