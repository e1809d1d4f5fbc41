"""Putting messages into the outbox as a function, so that a statement that writes something else can call it."""

from django.db import migrations

CREATE = """
CREATE FUNCTION notifications_schedule(p_subject text, p_channel text, p_at timestamptz, p_kinds text[],
                                       p_due timestamptz[], p_expires timestamptz[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO notifications_delivery AS d
        (subject, kind, channel, due_at, expires_at, state, attempts, perhaps_twice, provider_id, problem, created_at)
    SELECT p_subject, n.kind, p_channel, n.due_at, n.expires_at, 'waiting', 0, 0, '', '', p_at
    FROM unnest(p_kinds, p_due, p_expires) AS n(kind, due_at, expires_at)
    ON CONFLICT (subject, kind, due_at) DO UPDATE SET state = 'waiting', attempts = 0, claimed_until = NULL,
        problem = '', expires_at = excluded.expires_at
    WHERE d.state = 'cancelled';
$$;
"""
DROP = "DROP FUNCTION notifications_schedule(text, text, timestamptz, text[], timestamptz[], timestamptz[]);"


class Migration(migrations.Migration):
    """Creates the function."""

    dependencies = [("notifications", "0002_what_the_desk_asks_for")]
    operations = [migrations.RunSQL(CREATE, DROP)]
