"""Every job has a name that people read where jobs that failed are listed."""

from procrastinate.contrib.django import app

from rathaus.desk.words import TASKS


def test_every_job_has_a_name() -> None:
    ours = {name for name, task in app.tasks.items() if task.func.__module__.startswith("rathaus.")}

    assert ours == set(TASKS)
