"""Lines written before amounts had days get one entry, dated by their last change: a later entry must not hide it."""

from django.db import migrations
from django.utils import timezone


def give_old_lines_their_entry(apps, schema_editor):
    """One entry for each line that has amounts and no entry yet."""
    line_model, entry_model = apps.get_model("programme", "BudgetLine"), apps.get_model("programme", "BudgetEntry")
    zone = timezone.get_default_timezone()
    entry_model.objects.bulk_create(
        entry_model(
            line=line,
            on=line.updated_at.astimezone(zone).date(),
            allocated=line.allocated,
            disbursed=line.disbursed,
        )
        for line in line_model.objects.filter(entries=None)
        if line.allocated is not None or line.disbursed
    )


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_closing_and_dates")]

    operations = [migrations.RunPython(give_old_lines_their_entry, migrations.RunPython.noop)]
