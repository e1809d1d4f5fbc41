"""Whether the person of a visit can be forgotten on request, and if not, until when a rule keeps them."""

from datetime import date, timedelta

from rathaus.core.persons import Fate

USUAL_DAYS = 30  # kept for questions only, so that a person may say that they have none
TOOK_PLACE = ("confirmed", "checked_in", "done")


def fate_of(
    state: str, day: date, today: date, *, is_changeable: bool, keep_days: int, is_empty: bool
) -> tuple[Fate, date | None]:
    """This will return what erasure does with a visit, and the first day without its person where a rule keeps them.

    A visit that is being served today is finished first. What took place stays as long as its service says, where that
    is longer than usual: the town set it because a procedure demands it (Art. 17 (3) (b) GDPR).
    """
    if is_empty:
        return Fate.GONE, None
    if is_changeable:
        return Fate.ENDS_FIRST, day + timedelta(days=keep_days + 1)
    if state not in TOOK_PLACE:
        return Fate.GOES, None
    if keep_days > USUAL_DAYS and today <= day + timedelta(days=keep_days):
        return Fate.STAYS, day + timedelta(days=keep_days + 1)
    if state != "done" and day >= today:
        return Fate.STAYS, today + timedelta(days=1)
    return Fate.GOES, None
