"""Word files and spreadsheets of sent reports were kept as PDF by their kind; their bytes and names were right."""

from django.db import migrations

_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def name_the_kinds(apps, schema_editor):
    """Give each stored file of a report its own kind."""
    report_model, file_model = apps.get_model("programme", "Report"), apps.get_model("core", "StoredFile")
    for column, mime in _KINDS.items():
        files = report_model.objects.exclude(**{column: None}).values(column)
        file_model.objects.filter(pk__in=files).update(mime=mime)


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_entries_of_old_lines"), ("core", "0006_unscanned_files")]

    operations = [migrations.RunPython(name_the_kinds, migrations.RunPython.noop)]
