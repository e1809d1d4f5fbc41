"""What `make run` does before it serves, in one process: migrate, load the demo or bring it up to the present."""

import os
import sys
from io import StringIO
from pathlib import Path

from rathaus.project import cli
from rathaus.project.env import environment

SIGN_INS = "sign-ins.txt"  # in the state folder; of the demo only


def note_sign_ins(path: Path) -> None:
    """This will write the demo's sign-ins to a file of ours, so that they can be looked up later."""
    from django.core.management import call_command

    lines = StringIO()
    call_command("demo", "signins", stdout=lines)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(lines.getvalue())


def main() -> None:
    """This will bring the database up to date; a fresh demo gets its towns, an older one what has happened since.

    The night's work is done at each start too: a machine that is off at night would run out of days to book.
    """
    cli.prepare_django()
    from django.core.management import CommandError, call_command
    from django.db import OperationalError

    from rathaus.booking.tasks import every_night
    from rathaus.core.events import enqueue
    from rathaus.core.jobs import enqueue_unless_waiting
    from rathaus.project.demo.towns import is_complete
    from rathaus.project.tasks import demo_lives_on

    try:
        call_command("migrate_towns")
        if environment().mode == "demo":
            call_command("demo", "live-on" if is_complete() else "load")
        if environment().mode == "demo":
            note_sign_ins(environment().state / SIGN_INS)
        enqueue([every_night.configure().make_new_job(timestamp=0, town="public")])
        enqueue_unless_waiting([demo_lives_on.configure().make_new_job(timestamp=0, town="public")])
    except (CommandError, OperationalError) as error:
        sys.exit(f"rathaus: {error}")


if __name__ == "__main__":
    main()
