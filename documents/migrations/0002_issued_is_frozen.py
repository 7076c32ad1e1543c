"""What stands on an issued paper cannot change any more: the database itself refuses."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION documents_keep_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'an issued document cannot be deleted' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND (
        NEW.state = 'draft'
        OR (OLD.state <> 'issued' AND NEW.state <> OLD.state)
        OR ROW(NEW.kind, NEW.issuing_unit_id, NEW.issuing_body, NEW.body_lines, NEW.symbol, NEW.number, NEW.year,
               NEW.notation, NEW.issued_on, NEW.issued_at, NEW.issued_by_id, NEW.place, NEW.subject, NEW.subject_ref,
               NEW.signer_name, NEW.signer_position, NEW.signing_form, NEW.fields, NEW.source, NEW.pdf_id, NEW.sha256)
        IS DISTINCT FROM
           ROW(OLD.kind, OLD.issuing_unit_id, OLD.issuing_body, OLD.body_lines, OLD.symbol, OLD.number, OLD.year,
               OLD.notation, OLD.issued_on, OLD.issued_at, OLD.issued_by_id, OLD.place, OLD.subject, OLD.subject_ref,
               OLD.signer_name, OLD.signer_position, OLD.signing_form, OLD.fields, OLD.source, OLD.pdf_id, OLD.sha256)
    ) THEN
        RAISE EXCEPTION 'an issued document cannot change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER documents_issued_frozen BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_keep_issued();

CREATE FUNCTION documents_keep_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(NEW.path, NEW.sha256, NEW.size, NEW.mime) IS DISTINCT FROM ROW(OLD.path, OLD.sha256, OLD.size, OLD.mime)
       AND EXISTS (SELECT 1 FROM documents_document d WHERE d.pdf_id = OLD.id OR d.signed_copy_id = OLD.id) THEN
        RAISE EXCEPTION 'the file of an issued document cannot change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER documents_bytes_frozen BEFORE UPDATE ON core_storedfile
    FOR EACH ROW EXECUTE FUNCTION documents_keep_bytes();
"""
BACKWARD = """
DROP TRIGGER documents_bytes_frozen ON core_storedfile;
DROP FUNCTION documents_keep_bytes();
DROP TRIGGER documents_issued_frozen ON documents_document;
DROP FUNCTION documents_keep_issued();
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
