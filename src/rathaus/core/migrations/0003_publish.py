"""Enqueueing jobs as a function, so that a statement that writes something else can call it."""

from django.db import migrations

CREATE = """
-- Enqueues jobs; one of a sweep (a task that does all that is there to do) only where no other of it waits for the town.
-- The waiting one stays locked until the caller commits, so that it begins after that and finds what the caller wrote.
-- A job that is being fetched just now is skipped: it may have looked already. Only the first in the queue are looked at.
CREATE FUNCTION core_publish(p_jobs jsonb, p_sweeps text[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    job public.procrastinate_job_to_defer_v1;
    enqueued integer := 0;
BEGIN
    FOR job IN SELECT * FROM jsonb_populate_recordset(null::public.procrastinate_job_to_defer_v1, p_jobs) LOOP
        IF job.task_name = ANY (p_sweeps) THEN
            PERFORM FROM public.procrastinate_jobs waiting
                WHERE waiting.id IN (SELECT first.id FROM public.procrastinate_jobs first WHERE first.status = 'todo'
                                     ORDER BY first.priority DESC, first.id LIMIT 20)
                AND waiting.status = 'todo' AND waiting.task_name = job.task_name AND waiting.scheduled_at IS NULL
                AND waiting.args ->> 'town' = job.args ->> 'town'
                LIMIT 1 FOR KEY SHARE SKIP LOCKED;
            CONTINUE WHEN FOUND;
        END IF;
        PERFORM public.procrastinate_defer_jobs_v1(ARRAY[job]);
        enqueued := enqueued + 1;
    END LOOP;
    RETURN enqueued;
END $$;
"""
DROP = "DROP FUNCTION core_publish(jsonb, text[]);"


class Migration(migrations.Migration):
    """Creates the function."""

    dependencies = [("core", "0002_rate_has_room")]
    operations = [migrations.RunSQL(CREATE, DROP)]
