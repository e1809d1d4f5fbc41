"""From a hold to a booked visit in one statement: visit, salt, trail and messages."""

from django.db import migrations

CREATE = """
-- 'stale': the plan is no longer as read; 'salted': the stream has a salt of its own; 'changed': the hold is over
-- or was changed meanwhile. In these cases nothing is written.
CREATE FUNCTION booking_confirm(
    p_plan bigint, p_id uuid, p_trail integer, p_state text, p_at timestamptz, p_until timestamptz,
    p_name text, p_email text, p_mobile text, p_remark text, p_stream text, p_salt bytea, p_actor text, p_action text,
    p_person text, p_canonical bytea, p_kinds text[], p_due timestamptz[], p_expires timestamptz[])
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    is_held boolean;
BEGIN
    IF p_plan <> (SELECT version FROM booking_planversion) THEN
        RETURN 'stale';
    END IF;
    IF EXISTS (SELECT FROM audit_salt WHERE stream = p_stream AND salt <> p_salt) THEN
        RETURN 'salted';
    END IF;
    -- By its key alone: with stale statistics the planner would rather walk through all holds of the town.
    SELECT state = 'held' AND held_until > p_at AND trail = p_trail - 1 INTO is_held
        FROM booking_appointment WHERE id = p_id FOR UPDATE;
    IF is_held IS NOT TRUE THEN
        RETURN 'changed';
    END IF;
    UPDATE booking_appointment SET state = p_state, held_until = p_until, name = p_name, email = p_email,
        mobile = p_mobile, remark = p_remark, trail = p_trail,
        booked_at = CASE WHEN p_state = 'confirmed' THEN p_at END
    WHERE id = p_id;
    INSERT INTO audit_salt (stream, salt) VALUES (p_stream, p_salt) ON CONFLICT DO NOTHING;
    INSERT INTO audit_event (kind, stream, sequence, at, actor, action, purpose, persons, canonical)
    VALUES ('write', p_stream, p_trail, p_at, p_actor, p_action, 'booking', ARRAY[p_person], p_canonical);
    IF p_kinds <> '{}' THEN
        PERFORM notifications_schedule(p_stream, 'email', p_at, p_kinds, p_due, p_expires);
    END IF;
    RETURN 'booked';
END $$;
"""
DROP = """
DROP FUNCTION booking_confirm(bigint, uuid, integer, text, timestamptz, timestamptz, text, text, text, text, text, bytea,
    text, text, text, bytea, text[], timestamptz[], timestamptz[]);
"""


class Migration(migrations.Migration):
    """Creates the function that confirms."""

    dependencies = [
        ("booking", "0003_take_and_hold"),
        ("audit", "0002_append_only"),
        ("notifications", "0003_schedule"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
