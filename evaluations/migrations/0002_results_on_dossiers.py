"""The rank of the last closed result stands on the dossier too, where no recognition has said it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial"), ("products", "0004_dossier_stars_and_samples")]

    operations = [
        migrations.RunSQL(
            "UPDATE products_dossier d SET final_stars = r.stars FROM ("
            "SELECT DISTINCT ON (a.dossier_id) a.dossier_id, x.stars FROM evaluations_result x "
            "JOIN evaluations_assessment a ON a.id = x.assessment_id ORDER BY a.dossier_id, x.id DESC) r "
            "WHERE r.dossier_id = d.id AND d.final_stars IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
