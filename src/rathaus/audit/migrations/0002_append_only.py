"""The trail is only ever added to; a write without free values can be told by the database itself."""

from django.db import migrations

CREATE = """
CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_never_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();

-- Adds a write without facts, its canonical bytes (RFC 8785) made here: all values are plain ASCII names and ids.
CREATE FUNCTION audit_write_plain(p_stream text, p_sequence integer, p_at timestamptz, p_actor text,
                                  p_action text, p_purpose text, p_persons text[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO audit_event (kind, stream, sequence, at, actor, action, purpose, persons, canonical)
    VALUES ('write', p_stream, p_sequence, p_at, p_actor, p_action, p_purpose, p_persons, convert_to(
        format('{"action":"%s","actor":"%s","at":"%s","facts":{},"kind":"write","persons":[%s],"purpose":"%s","sequence":%s,"stream":"%s"}',
            p_action, p_actor, to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
            (SELECT string_agg(format('"%s"', p), ',') FROM unnest(p_persons) AS p), p_purpose, p_sequence, p_stream), 'UTF8'));
$$;
"""
DROP = """
DROP FUNCTION audit_write_plain(text, integer, timestamptz, text, text, text, text[]);
DROP TRIGGER audit_event_append_only ON audit_event;
DROP TRIGGER audit_event_never_emptied ON audit_event;
DROP FUNCTION audit_event_is_append_only();
"""


class Migration(migrations.Migration):
    """Refuses changes of audit events by trigger."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
