"""What a day sheet must never be, and the number that rises with every change of the plan."""

from django.db import migrations

CHECKS = """
ALTER TABLE booking_daysheet
    ADD CONSTRAINT booking_day_sheet_within_capacity
        CHECK (overbooked OR (0 <= ALL (free_all) AND 0 <= ALL (share_left))),
    ADD CONSTRAINT booking_day_sheet_arrays_of_open_span
        CHECK (length >= 1 AND first_tick >= 0 AND first_tick + length <= 288
               AND array_ndims(free_all) = 1 AND array_lower(free_all, 1) = 1 AND cardinality(free_all) = length
               AND array_ndims(share_left) = 1 AND array_lower(share_left, 1) = 1 AND cardinality(share_left) = length
               AND array_ndims(capacity) = 1 AND cardinality(capacity) = length
               AND array_ndims(public_share) = 1 AND cardinality(public_share) = length
               AND char_length(starts) = length AND translate(starts, '01', '') = ''),
    ADD CONSTRAINT booking_day_sheet_arrays_without_null
        CHECK (array_position(free_all, NULL) IS NULL AND array_position(share_left, NULL) IS NULL
               AND array_position(capacity, NULL) IS NULL AND array_position(public_share, NULL) IS NULL);
ALTER TABLE booking_daysheet SET (fillfactor = 60);
ALTER TABLE booking_daysheet ALTER COLUMN free_all SET STORAGE PLAIN;
ALTER TABLE booking_daysheet ALTER COLUMN share_left SET STORAGE PLAIN;
ALTER TABLE booking_daysheet ALTER COLUMN capacity SET STORAGE PLAIN;
ALTER TABLE booking_daysheet ALTER COLUMN public_share SET STORAGE PLAIN;
ALTER TABLE booking_appointment SET (fillfactor = 80);
"""
UNCHECK = """
ALTER TABLE booking_daysheet
    DROP CONSTRAINT booking_day_sheet_within_capacity,
    DROP CONSTRAINT booking_day_sheet_arrays_of_open_span,
    DROP CONSTRAINT booking_day_sheet_arrays_without_null;
"""
WATCHED = (
    "catalogue_offer",
    "catalogue_service",
    "catalogue_service_combinable_with",
    "offices_office",
    "booking_alternative",
    "booking_resource",
    "booking_policy",
)
VERSION = """
-- A sequence, since a number that a rollback took back must never come again: a process may have kept its plan.
CREATE SEQUENCE booking_plan_number;
INSERT INTO booking_planversion (version) VALUES (nextval('booking_plan_number'));
CREATE FUNCTION booking_plan_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE booking_planversion SET version = nextval('booking_plan_number');
    RETURN NULL;
END $$;
""" + "".join(  # noqa: S608 - names of our own tables
    f"CREATE TRIGGER booking_plan_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION booking_plan_changed();\n"
    for table in WATCHED
)
UNVERSION = (
    "".join(f"DROP TRIGGER booking_plan_changed ON {table};\n" for table in WATCHED)  # noqa: S608
    + "DROP FUNCTION booking_plan_changed(); DELETE FROM booking_planversion; DROP SEQUENCE booking_plan_number;"
)


class Migration(migrations.Migration):
    """Adds the checks of day sheets and the plan version."""

    dependencies = [("booking", "0001_initial"), ("catalogue", "0001_initial"), ("offices", "0001_initial")]
    operations = [migrations.RunSQL(CHECKS, UNCHECK), migrations.RunSQL(VERSION, UNVERSION)]
