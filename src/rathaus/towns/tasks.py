"""Jobs of the house as a whole: the nightly back-up."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rathaus.towns.backup import back_up_nightly
from rathaus.towns.management.passphrase import passphrase

log = logging.getLogger("rathaus.towns")
RETRY = RetryStrategy(max_attempts=4, exponential_wait=10)


@app.periodic(cron="41 3 * * *", task_kwargs={"town": "public"})
@app.task(name="towns.every_night", retry=RETRY)
def every_night(timestamp: int, *, town: str) -> None:
    """This will write the night's back-up where a folder is set; a failure stands in the desk like any failed job."""
    folder: Path | None = settings.RATHAUS_BACKUPS
    if folder is None:
        log.warning("no back-up was made: RATHAUS_BACKUPS names no folder")
        return
    file = back_up_nightly(folder, at=timezone.now(), passphrase=passphrase())
    log.info("back-up %s: %d bytes", file.name, file.stat().st_size)
