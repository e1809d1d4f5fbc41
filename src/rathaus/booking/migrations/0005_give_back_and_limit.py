"""Places that come back end what was overbooked; only a hold that somebody got counts for the rate limit."""

from importlib import import_module

from django.db import migrations

FUNCTIONS = """
-- Whether a sheet that planning overbooked still has more visits than places.
CREATE FUNCTION booking_still_overbooked(s booking_daysheet) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN s.overbooked AND NOT (0 <= ALL (s.free_all) AND 0 <= ALL (s.share_left));
END $$;

CREATE OR REPLACE FUNCTION booking_take(p_resource bigint, p_day date, p_first integer, p_ticks integer, p_share text,
                                        p_until timestamptz, p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    s booking_daysheet;
    a integer;
    b integer;
    is_free boolean;
    has_expired boolean;
BEGIN
    SELECT * INTO s FROM booking_daysheet WHERE resource_id = p_resource AND day = p_day;
    IF NOT FOUND OR (coalesce(s.earliest_expiry > p_at, true) AND NOT booking_is_free(s, p_first, p_ticks, p_share)) THEN
        RETURN false;
    END IF;
    SELECT * INTO s FROM booking_daysheet WHERE id = s.id FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    has_expired := coalesce(s.earliest_expiry <= p_at, false);
    IF has_expired THEN
        s := booking_give_back_expired(s, p_at);
        s.overbooked := booking_still_overbooked(s);
    END IF;
    is_free := booking_is_free(s, p_first, p_ticks, p_share);
    IF is_free THEN
        a := p_first - s.first_tick + 1;
        b := a + p_ticks - 1;
        s.free_all := booking_shift(s.free_all, a, b, -1);
        IF p_share = 'public' THEN
            s.share_left := booking_shift(s.share_left, a, b, -1);
        END IF;
        s.earliest_expiry := least(s.earliest_expiry, p_until);
    END IF;
    IF is_free OR has_expired THEN
        UPDATE booking_daysheet SET free_all = s.free_all, share_left = s.share_left,
            earliest_expiry = s.earliest_expiry, overbooked = s.overbooked
            WHERE id = s.id;
    END IF;
    RETURN is_free;
END $$;

CREATE OR REPLACE FUNCTION booking_tidy(p_sheet bigint, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    s booking_daysheet;
BEGIN
    SELECT * INTO s FROM booking_daysheet WHERE id = p_sheet FOR UPDATE;
    IF FOUND THEN
        s := booking_give_back_expired(s, p_at);
        UPDATE booking_daysheet SET free_all = s.free_all, share_left = s.share_left,
            earliest_expiry = s.earliest_expiry, overbooked = booking_still_overbooked(s)
            WHERE id = s.id;
    END IF;
END $$;

-- Gives one place back; the caller has locked the sheet and the appointment.
CREATE OR REPLACE FUNCTION booking_give_back(p_resource bigint, p_day date, p_first integer, p_ticks integer, p_share text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    s booking_daysheet;
    a integer;
BEGIN
    SELECT * INTO s FROM booking_daysheet WHERE resource_id = p_resource AND day = p_day FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    a := p_first - s.first_tick + 1;
    s.free_all := booking_shift(s.free_all, a, a + p_ticks - 1, 1);
    IF p_share = 'public' THEN
        s.share_left := booking_shift(s.share_left, a, a + p_ticks - 1, 1);
    END IF;
    UPDATE booking_daysheet SET free_all = s.free_all, share_left = s.share_left, overbooked = booking_still_overbooked(s)
        WHERE id = s.id;
    RETURN true;
END $$;

-- One statement for a hold: plan still as read, rate limit, places, appointment, lines, trail.
-- A refused try costs nothing: the limit counts what was got. Whoever is at the limit does not even lock the sheet.
CREATE OR REPLACE FUNCTION booking_hold(
    p_plan bigint, p_id uuid, p_reference text, p_office bigint, p_resource bigint, p_day date,
    p_first integer, p_ticks integer, p_zone text, p_starts_at timestamptz, p_share text, p_booked_by text,
    p_persons integer, p_language text, p_services bigint[], p_line_persons integer[], p_minutes integer[],
    p_until timestamptz, p_at timestamptz, p_actor text, p_person text, p_canonical bytea,
    p_limit_key text, p_limit_most integer, p_limit_seconds integer)
RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF p_plan <> (SELECT version FROM booking_planversion) THEN
        RETURN 'stale';
    END IF;
    IF EXISTS (SELECT FROM booking_appointment WHERE reference = p_reference) THEN
        RETURN 'again';
    END IF;
    IF p_limit_key <> '' AND NOT core_rate_has_room(p_limit_key, p_limit_most, p_limit_seconds, p_at) THEN
        RETURN 'limited';
    END IF;
    IF NOT booking_take(p_resource, p_day, p_first, p_ticks, p_share, p_until, p_at) THEN
        RETURN 'taken';
    END IF;
    IF p_limit_key <> '' AND NOT core_rate_spend(p_limit_key, p_limit_most, p_limit_seconds, p_at) THEN
        PERFORM booking_give_back(p_resource, p_day, p_first, p_ticks, p_share);
        RETURN 'limited';
    END IF;
    INSERT INTO booking_appointment (id, reference, kind, office_id, resource_id, day, first_tick, ticks, zone, starts_at,
        share, state, booked_by, persons, name, email, mobile, remark, language, link_version, sequence, extensions,
        held_until, created_at, trail, cancelled_by, cancel_note)
    VALUES (p_id, p_reference, 'visit', p_office, p_resource, p_day, p_first, p_ticks, p_zone, p_starts_at,
        p_share, 'held', p_booked_by, p_persons, '', '', '', '', p_language, 1, 0, 0, p_until, p_at, 1, '', '');
    INSERT INTO booking_line (appointment_id, service_id, persons, minutes)
        SELECT p_id, l.service, l.persons, l.minutes FROM unnest(p_services, p_line_persons, p_minutes) AS l(service, persons, minutes);
    INSERT INTO audit_event (kind, stream, sequence, at, actor, action, purpose, persons, canonical)
    VALUES ('write', 'appointment/' || p_id, 1, p_at, p_actor, 'booking.hold', 'booking', ARRAY[p_person], p_canonical);
    RETURN 'held';
END $$;
"""
BEFORE = import_module("rathaus.booking.migrations.0003_take_and_hold").GIVE.replace(
    "CREATE FUNC", "CREATE OR REPLACE FUNC"
)
BACK = BEFORE + "DROP FUNCTION booking_still_overbooked(booking_daysheet);"


class Migration(migrations.Migration):
    """Replaces the functions that give places back and that hold one."""

    dependencies = [("booking", "0004_confirm"), ("core", "0002_rate_has_room")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
