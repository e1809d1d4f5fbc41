"""Taking, giving back and holding places: functions of the town's schema that only lock, re-check and write."""

from django.db import migrations

GIVE = """
CREATE FUNCTION booking_shift(p_values smallint[], p_from integer, p_until integer, p_by integer)
RETURNS smallint[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    FOR i IN p_from..p_until LOOP
        p_values[i] := p_values[i] + p_by;
    END LOOP;
    RETURN p_values;
END $$;

-- Gives back the expired holds of a sheet that the caller has locked; holds locked by others are left to the next one.
CREATE FUNCTION booking_give_back_expired(INOUT s booking_daysheet, p_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
    h record;
BEGIN
    FOR h IN SELECT id, first_tick - s.first_tick + 1 AS a, ticks, share, trail FROM booking_appointment
             WHERE resource_id = s.resource_id AND day = s.day AND state IN ('held', 'preconfirmed') AND held_until <= p_at
             FOR UPDATE SKIP LOCKED
    LOOP
        s.free_all := booking_shift(s.free_all, h.a, h.a + h.ticks - 1, 1);
        IF h.share = 'public' THEN
            s.share_left := booking_shift(s.share_left, h.a, h.a + h.ticks - 1, 1);
        END IF;
        UPDATE booking_appointment SET state = 'expired', ended_at = p_at, trail = h.trail + 1 WHERE id = h.id;
        PERFORM audit_write_plain('appointment/' || h.id, h.trail + 1, p_at, 'system', 'booking.expire', 'booking',
            (SELECT persons FROM audit_event WHERE stream = 'appointment/' || h.id AND sequence = 1));
    END LOOP;
    SELECT min(held_until) INTO s.earliest_expiry FROM booking_appointment
        WHERE resource_id = s.resource_id AND day = s.day AND state IN ('held', 'preconfirmed');
END $$;

-- Whether a visit may begin there: every tick free in all, for the public also in its share and on the raster.
CREATE FUNCTION booking_is_free(s booking_daysheet, p_first integer, p_ticks integer, p_share text)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    a integer := p_first - s.first_tick + 1;
    b integer := p_first - s.first_tick + p_ticks;
BEGIN
    RETURN a >= 1 AND b <= s.length AND 1 <= ALL (s.free_all[a:b])
        AND (p_share <> 'public' OR (1 <= ALL (s.share_left[a:b]) AND substr(s.starts, a, 1) = '1'));
END $$;

-- Looks, locks the sheet, gives back what has expired, re-checks every tick, takes. False: not free (any more).
CREATE FUNCTION booking_take(p_resource bigint, p_day date, p_first integer, p_ticks integer, p_share text,
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
        UPDATE booking_daysheet SET free_all = s.free_all, share_left = s.share_left, earliest_expiry = s.earliest_expiry
            WHERE id = s.id;
    END IF;
    RETURN is_free;
END $$;

-- Gives back what has expired on one sheet (the job that tidies up).
CREATE FUNCTION booking_tidy(p_sheet bigint, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    s booking_daysheet;
BEGIN
    SELECT * INTO s FROM booking_daysheet WHERE id = p_sheet FOR UPDATE;
    IF FOUND THEN
        s := booking_give_back_expired(s, p_at);
        UPDATE booking_daysheet SET free_all = s.free_all, share_left = s.share_left, earliest_expiry = s.earliest_expiry
            WHERE id = s.id;
    END IF;
END $$;

-- Gives one place back; the caller has locked the sheet and the appointment.
CREATE FUNCTION booking_give_back(p_resource bigint, p_day date, p_first integer, p_ticks integer, p_share text)
RETURNS boolean LANGUAGE sql AS $$
    UPDATE booking_daysheet s SET
        free_all = booking_shift(free_all, p_first - s.first_tick + 1, p_first - s.first_tick + p_ticks, 1),
        share_left = CASE WHEN p_share = 'public'
            THEN booking_shift(share_left, p_first - s.first_tick + 1, p_first - s.first_tick + p_ticks, 1)
            ELSE share_left END
    WHERE resource_id = p_resource AND day = p_day
    RETURNING true;
$$;

-- One statement for a hold: plan still as read, rate limit, places, appointment, lines, trail.
CREATE FUNCTION booking_hold(
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
    IF p_limit_key <> '' AND NOT core_rate_spend(p_limit_key, p_limit_most, p_limit_seconds, p_at) THEN
        RETURN 'limited';
    END IF;
    IF NOT booking_take(p_resource, p_day, p_first, p_ticks, p_share, p_until, p_at) THEN
        RETURN 'taken';
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
DROP = """
DROP FUNCTION booking_hold(bigint, uuid, text, bigint, bigint, date, integer, integer, text, timestamptz, text, text,
    integer, text, bigint[], integer[], integer[], timestamptz, timestamptz, text, text, bytea, text, integer, integer);
DROP FUNCTION booking_give_back(bigint, date, integer, integer, text);
DROP FUNCTION booking_tidy(bigint, timestamptz);
DROP FUNCTION booking_take(bigint, date, integer, integer, text, timestamptz, timestamptz);
DROP FUNCTION booking_is_free(booking_daysheet, integer, integer, text);
DROP FUNCTION booking_give_back_expired(booking_daysheet, timestamptz);
DROP FUNCTION booking_shift(smallint[], integer, integer, integer);
"""


class Migration(migrations.Migration):
    """Creates the functions of the hot path."""

    dependencies = [("booking", "0002_day_sheets"), ("core", "0001_rate_windows"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(GIVE, DROP)]
