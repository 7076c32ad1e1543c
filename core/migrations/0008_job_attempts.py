"""How often a job was begun, so that one that ends its worker every time is given up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_audit_heads"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, db_default=0, verbose_name="số lần bắt đầu"),
        ),
    ]
