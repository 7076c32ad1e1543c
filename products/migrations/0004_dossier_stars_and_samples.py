"""Ranks and counted samples on the dossier, for lists; ranks of dossiers that were recognised are filled in."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("products", "0003_dossier_words")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="samples_received",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số đơn vị mẫu đã nhận"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="self_stars",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hạng sao tự đánh giá lúc nộp"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="final_stars",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hạng sao theo kết quả"),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=Q(samples_received__isnull=True)
                | Q(samples_received_on__isnull=False, samples_received__gte=1),
                name="dossier_samples_counted_on_a_day",
            ),
        ),
        migrations.AlterField(
            model_name="producermerge",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Chờ người thứ hai"),
                    ("done", "Đã gộp"),
                    ("declined", "Không gộp"),
                    ("undone", "Đã tách lại"),
                ],
                default="asked",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("producers", "Chủ thể"),
                    ("products", "Sản phẩm, sản lượng, doanh thu"),
                    ("recognitions", "Công nhận đã có"),
                    ("villages", "Làng nghề"),
                ],
                max_length=20,
                verbose_name="nội dung",
            ),
        ),
        migrations.RunSQL(
            "UPDATE products_dossier d SET final_stars = r.stars FROM ("
            "SELECT DISTINCT ON (dossier_id) dossier_id, stars FROM products_recognition "
            "WHERE dossier_id IS NOT NULL ORDER BY dossier_id, id DESC) r WHERE r.dossier_id = d.id",
            migrations.RunSQL.noop,
        ),
    ]
