"""Facts that travel up: frozen events, one job per subscriber, in the transaction of the write."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import orjson
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from rathaus.core.arrays import array_of
from rathaus.core.keys import current_town


@dataclass(frozen=True)
class Event:
    """Base of every event; subclasses carry ids and plain values only, never personal data."""

    name: ClassVar[str] = ""


_subscribers: defaultdict[type[Event], list[str]] = defaultdict(list)
_sweeps: set[str] = set()


def subscribe(event: type[Event], task_name: str, *, sweeps: bool = False) -> None:
    """This will have each published `event` enqueue one job of the named task (called by project.wiring only).

    `sweeps`: the task does all that is there to do, whatever the event says, so one that waits is enough for many.
    """
    if sweeps:
        _sweeps.add(task_name)
    if task_name not in _subscribers[event]:
        _subscribers[event].append(task_name)


def subscribers(event: type[Event]) -> tuple[str, ...]:
    """This will return the names of the tasks that an event reaches."""
    return tuple(_subscribers[event])


def publish(events: Iterable[Event]) -> None:
    """This will enqueue one job per event and subscriber, in the current transaction, with one statement."""
    enqueue(_jobs_of(events))


def publishing(events: Iterable[Event]) -> tuple[str, list[Any]]:
    """This will return an SQL expression with its parameters that publishes the events where it is evaluated.

    For a hot path whose write and events are one statement; everything else calls `publish`. Where a job of a sweep
    waits in the town anyway, no other is enqueued: it begins after the commit (core, migration 0003).
    """
    jobs = [
        {
            "queue_name": j.queue,
            "task_name": j.task_name,
            "priority": j.priority,
            "lock": j.lock,
            "queueing_lock": j.queueing_lock,
            "args": j.task_kwargs,
            "scheduled_at": j.scheduled_at,
        }
        for j in _jobs_of(events)
    ]
    return ("core_publish(%s::jsonb, %s::text[])", [orjson.dumps(jobs).decode(), array_of(sorted(_sweeps))])


def _jobs_of(events: Iterable[Event]) -> list[Job]:
    town = current_town()
    return [
        app.configure_task(task).make_new_job(town=town, event=_plain(event))
        for event in events
        for task in _subscribers[type(event)]
    ]


def enqueue(jobs: list[Job]) -> None:
    """This will enqueue jobs in the current transaction, with one statement.

    Always over Django's connection: inside a worker, `app.job_manager` has one of its own,
    where a job would be enqueued even though its write is rolled back.
    """
    if jobs:
        JobManager(DjangoConnector()).batch_defer_jobs(jobs)


def _plain(event: Event) -> dict[str, Any]:
    return {key: str(value) for key, value in asdict(event).items()}
