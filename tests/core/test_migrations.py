"""Migrations leave the version before alive: what it reads is not taken away under it (see CONTRIBUTING, Commits)."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader

from tests.products import world as products_world

TAKE_AWAY = (migrations.RemoveField, migrations.RenameField, migrations.DeleteModel, migrations.RenameModel)


def test_no_migration_takes_away_what_the_version_before_reads():
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    assert {"core", "products", "evaluations"} <= own
    disk = MigrationLoader(None).disk_migrations
    taken = [
        f"{label}.{name}: {operation.describe()}"
        for (label, name), migration in disk.items()
        if label in own
        for operation in migration.operations
        if isinstance(operation, TAKE_AWAY)
    ]
    assert taken == []


@pytest.mark.django_db
def test_the_version_before_finds_its_column_in_sections_written_now(law):
    dossier = products_world.build().draft()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), bool_or(finished) FROM products_dossieritem WHERE dossier_id = %s", [dossier.pk]
        )
        assert cursor.fetchone() == (dossier.items.count(), False)
