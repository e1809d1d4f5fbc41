"""Asking whether a rate window has room, without counting."""

from django.db import migrations

CREATE = """
CREATE FUNCTION core_rate_has_room(p_key text, p_most integer, p_seconds integer, p_at timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM core_rate_window
        WHERE key = p_key AND spent >= p_most AND started_at + make_interval(secs => p_seconds) > p_at);
$$;
"""
DROP = "DROP FUNCTION core_rate_has_room(text, integer, integer, timestamptz);"


class Migration(migrations.Migration):
    """Creates the function that looks."""

    dependencies = [("core", "0001_rate_windows")]
    operations = [migrations.RunSQL(CREATE, DROP)]
