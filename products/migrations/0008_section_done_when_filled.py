"""Sections are done when they are filled; the tick of their own is forgotten.

The column stays, with a default: the version before reads and writes it, and going back to it must go on working. A
later release drops it.
"""

from django.db import migrations

FORWARD = "ALTER TABLE products_dossieritem ALTER COLUMN finished SET DEFAULT false"
BACKWARD = "ALTER TABLE products_dossieritem ALTER COLUMN finished DROP DEFAULT"


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0007_ticks_by_hand"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[migrations.RemoveField(model_name="dossieritem", name="finished")],
        ),
    ]
