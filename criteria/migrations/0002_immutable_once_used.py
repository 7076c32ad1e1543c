"""Triggers: a criteria set or a ruleset that a dossier uses can't change any more, by whatever hand."""

from django.db import migrations

CREATE = """
CREATE FUNCTION criteria_refuse_used_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.in_use AND (TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'is_current') <> (to_jsonb(OLD) - 'is_current')) THEN
        RAISE EXCEPTION '% % is in use and immutable', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION criteria_refuse_used_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.criteria_set_id]
        WHEN 'DELETE' THEN ARRAY[OLD.criteria_set_id]
        ELSE ARRAY[OLD.criteria_set_id, NEW.criteria_set_id] END;
BEGIN
    IF EXISTS (SELECT 1 FROM criteria_criteriaset WHERE id = ANY (touched) AND in_use) THEN
        RAISE EXCEPTION 'criteria set % is in use and immutable', touched USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER refuse_used BEFORE UPDATE OR DELETE ON criteria_criteriaset
    FOR EACH ROW EXECUTE FUNCTION criteria_refuse_used_row();
CREATE TRIGGER refuse_used BEFORE UPDATE OR DELETE ON criteria_ruleset
    FOR EACH ROW EXECUTE FUNCTION criteria_refuse_used_row();
CREATE TRIGGER refuse_used BEFORE INSERT OR UPDATE OR DELETE ON criteria_part
    FOR EACH ROW EXECUTE FUNCTION criteria_refuse_used_tree();
CREATE TRIGGER refuse_used BEFORE INSERT OR UPDATE OR DELETE ON criteria_section
    FOR EACH ROW EXECUTE FUNCTION criteria_refuse_used_tree();
CREATE TRIGGER refuse_used BEFORE INSERT OR UPDATE OR DELETE ON criteria_criterion
    FOR EACH ROW EXECUTE FUNCTION criteria_refuse_used_tree();
CREATE TRIGGER refuse_used BEFORE INSERT OR UPDATE OR DELETE ON criteria_option
    FOR EACH ROW EXECUTE FUNCTION criteria_refuse_used_tree();
"""

DROP = """
DROP TRIGGER refuse_used ON criteria_option;
DROP TRIGGER refuse_used ON criteria_criterion;
DROP TRIGGER refuse_used ON criteria_section;
DROP TRIGGER refuse_used ON criteria_part;
DROP TRIGGER refuse_used ON criteria_ruleset;
DROP TRIGGER refuse_used ON criteria_criteriaset;
DROP FUNCTION criteria_refuse_used_tree();
DROP FUNCTION criteria_refuse_used_row();
"""


class Migration(migrations.Migration):
    """Hand-written."""

    dependencies = [("criteria", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
