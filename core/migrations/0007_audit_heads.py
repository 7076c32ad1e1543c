"""Verified ends of the audit trail, as append-only as the trail itself."""

from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON core_audithead
    FOR EACH ROW EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON core_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
"""
BACKWARD = """
DROP TRIGGER audit_no_truncate ON core_audithead;
DROP TRIGGER audit_no_change ON core_audithead;
"""


class Migration(migrations.Migration):
    """Add the table and its triggers."""

    dependencies = [("core", "0006_unscanned_files")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="số thứ tự")),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="kiểm tra lúc")),
            ],
            options={"verbose_name": "điểm cuối nhật ký đã kiểm tra", "ordering": ["-seq"]},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
