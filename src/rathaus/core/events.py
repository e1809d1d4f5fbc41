"""Facts that travel up: frozen events, one job per subscriber, in the transaction of the write."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from rathaus.core.keys import current_town


@dataclass(frozen=True)
class Event:
    """Base of every event; subclasses carry ids and plain values only, never personal data."""

    name: ClassVar[str] = ""


_subscribers: defaultdict[type[Event], list[str]] = defaultdict(list)


def subscribe(event: type[Event], task_name: str) -> None:
    """This will have each published `event` enqueue one job of the named task (called by project.wiring only)."""
    if task_name not in _subscribers[event]:
        _subscribers[event].append(task_name)


def subscribers(event: type[Event]) -> tuple[str, ...]:
    """This will return the names of the tasks that an event reaches."""
    return tuple(_subscribers[event])


def publish(events: Iterable[Event]) -> None:
    """This will enqueue one job per event and subscriber, in the current transaction, with one statement."""
    town = current_town()
    jobs = [
        app.configure_task(task).make_new_job(town=town, event=_plain(event))
        for event in events
        for task in _subscribers[type(event)]
    ]
    enqueue(jobs)


def enqueue(jobs: list[Job]) -> None:
    """This will enqueue jobs in the current transaction, with one statement.

    Always over Django's connection: inside a worker, `app.job_manager` has one of its own,
    where a job would be enqueued even though its write is rolled back.
    """
    if jobs:
        JobManager(DjangoConnector()).batch_defer_jobs(jobs)


def _plain(event: Event) -> dict[str, Any]:
    return {key: str(value) for key, value in asdict(event).items()}
