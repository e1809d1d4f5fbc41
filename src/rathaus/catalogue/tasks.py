"""Jobs of the catalogue: files are compared, applied and taken back."""

from django.db import OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rathaus.catalogue.actions import asking

# A lock that was waited for too long, a database that went away: the same again may work. All else would fail again.
RETRY = RetryStrategy(max_attempts=5, exponential_wait=3, retry_exceptions=[OperationalError])


@app.task(name=asking.CARRY_OUT, retry=RETRY)
def carry_out(*, town: str, upload_id: int, theirs: list[int], by: str) -> None:
    """This will compare an upload, apply it or take it back, as it was asked for."""
    asking.carry_out(upload_id=upload_id, theirs=frozenset(theirs), by=by, at=timezone.now())
