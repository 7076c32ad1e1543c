"""Rows of a sheet that were taken for titles, sums or signatures are named to the officer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("products", "0004_dossier_stars_and_samples")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="passed_over",
            field=models.JSONField(default=list, verbose_name="dòng không phải dữ liệu"),
        ),
    ]
