"""Rate windows: unlogged, counted by one statement."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE core_rate_window (
    key text PRIMARY KEY,
    started_at timestamptz NOT NULL,
    spent integer NOT NULL
) WITH (fillfactor = 60);

CREATE FUNCTION core_rate_spend(p_key text, p_most integer, p_seconds integer, p_at timestamptz)
RETURNS boolean LANGUAGE sql AS $$
    INSERT INTO core_rate_window AS w (key, started_at, spent) VALUES (p_key, p_at, 1)
    ON CONFLICT (key) DO UPDATE SET
        spent = CASE WHEN w.started_at + make_interval(secs => p_seconds) <= p_at THEN 1
                     ELSE least(w.spent + 1, p_most + 1) END,
        started_at = CASE WHEN w.started_at + make_interval(secs => p_seconds) <= p_at THEN p_at
                          ELSE w.started_at END
    RETURNING spent <= p_most;
$$;
"""
DROP = "DROP FUNCTION core_rate_spend(text, integer, integer, timestamptz); DROP TABLE core_rate_window;"


class Migration(migrations.Migration):
    """Creates the table of rate windows and the function that counts."""

    initial = True
    operations = [migrations.RunSQL(CREATE, DROP)]
