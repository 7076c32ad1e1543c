"""Ideas of products stand in the register before they are registered for an evaluation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("products", "0005_rows_passed_over")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="is_idea",
            field=models.BooleanField(default=False, db_default=False, verbose_name="mới là ý tưởng sản phẩm"),
        ),
    ]
