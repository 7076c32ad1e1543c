"""The administrator holds no other seat: kept by the database, whatever program writes."""

from django.db import migrations

CREATE = """
CREATE FUNCTION accounts_admin_stands_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7203149, NEW.user_id::int);
    IF EXISTS (
        SELECT 1 FROM accounts_membership other
        WHERE other.user_id = NEW.user_id AND other.id <> NEW.id
          AND (other.role = 'admin') <> (NEW.role = 'admin')
          AND daterange(other.valid_from, other.valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
    ) THEN
        RAISE EXCEPTION 'The administrator holds no other seat' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER admin_stands_alone BEFORE INSERT OR UPDATE ON accounts_membership
    FOR EACH ROW EXECUTE FUNCTION accounts_admin_stands_alone();
"""
DROP = """
DROP TRIGGER admin_stands_alone ON accounts_membership;
DROP FUNCTION accounts_admin_stands_alone();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
