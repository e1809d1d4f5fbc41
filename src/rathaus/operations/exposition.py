"""What Prometheus reads: the counters of all processes, and the state of the house as the database tells it."""

import os
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.utils import timezone
from django_tenants.utils import schema_context
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from rathaus import __version__

JOBS = """
SELECT status::text, count(*), extract(epoch FROM %s - min(scheduled_at) FILTER (WHERE status = 'todo'))
FROM public.procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status
"""
WORKER = "SELECT extract(epoch FROM %s - max(last_heartbeat)) FROM public.procrastinate_workers"


class HouseCollector:
    """Gauges of the house; while the database is away only that is told."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """This will read the database once."""
        build = GaugeMetricFamily("rathaus_build_info", "The version that runs", labels=["version"])
        build.add_metric([__version__], 1)
        yield build
        try:
            found = list(self._read())
        except DatabaseError:
            yield GaugeMetricFamily("rathaus_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("rathaus_database_up", "Whether the database answers", value=1)
        yield from found

    def _read(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        with schema_context("public"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM public.towns_town")
            yield GaugeMetricFamily("rathaus_towns", "Towns of this house", value=cursor.fetchone()[0])
            cursor.execute(JOBS, [now])
            rows = {status: (number, age) for status, number, age in cursor.fetchall()}
            jobs = GaugeMetricFamily("rathaus_jobs", "Jobs by state", labels=["state"])
            for status in ("todo", "doing", "failed"):
                jobs.add_metric([status], rows.get(status, (0, 0))[0])
            yield jobs
            late = max(float(rows.get("todo", (0, 0))[1] or 0), 0.0)
            yield GaugeMetricFamily("rathaus_jobs_oldest_seconds", "How late the oldest due job is", value=late)
            cursor.execute(WORKER, [now])
            age = cursor.fetchone()[0]
            if age is not None:
                yield GaugeMetricFamily("rathaus_worker_heartbeat_seconds", "Since a worker's sign of life", value=age)


def exposition() -> bytes:
    """This will return everything in Prometheus' text format."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counters = generate_latest(registry)
    else:
        counters = generate_latest(REGISTRY)
    house = CollectorRegistry()
    house.register(HouseCollector())
    return counters + generate_latest(house)
