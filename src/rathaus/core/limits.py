"""Rate limits counted in the database, so that they hold over every worker and restart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from rathaus.core.errors import TooManyTries
from rathaus.core.keys import pseudonym
from rathaus.core.watch import note

KEPT = timedelta(days=1)  # longer than any window


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of one kind within `seconds`, per key."""

    kind: str
    most: int
    seconds: int


def limit_key(limit: Limit, who: str) -> str:
    """This will return the stored key: kind and a pseudonym, never an address in clear."""
    return f"{limit.kind}:{pseudonym('limit', who)}"


def spend(limit: Limit, who: str, *, at: datetime) -> None:
    """This will count one try of `who` (one statement).

    :raises TooManyTries: when the window's tries are used up.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT core_rate_spend(%s, %s, %s, %s)",
            [limit_key(limit, who), limit.most, limit.seconds, at],
        )
        row = cursor.fetchone()
    if not (row and row[0]):
        note("limit reached", limit.kind)
        raise TooManyTries(
            _("Das waren gerade sehr viele Versuche. Bitte warten Sie einige Minuten. Dann geht es weiter.")
        )


def forget(*, at: datetime) -> int:
    """This will delete the windows that are over (1 query): whose address was counted need not be known for longer.

    Returns 0, since all are gone at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_rate_window WHERE started_at < %s", [at - KEPT])
    return 0
