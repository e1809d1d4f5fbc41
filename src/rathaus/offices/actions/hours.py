"""When the door of an office is open, as people read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from rathaus.identity.queries import Actor
from rathaus.offices.actions.office import check_plans, tell
from rathaus.offices.hours import Span
from rathaus.offices.models import OfficeText, OpeningHours


@transaction.atomic
def set_hours(
    *, office_id: int, days: Mapping[int, Sequence[Span]], notes: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """This will set the hours of each weekday (0 is Monday), and a note to them in languages the office speaks.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(office_id, by)
    OpeningHours.objects.filter(office_id=office_id).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(office_id=office_id, weekday=weekday, opens=span.opens, closes=span.closes)
        for weekday, spans in sorted(days.items())
        for span in spans
    )
    for language, note in notes.items():
        OfficeText.objects.filter(office_id=office_id, language=language).update(hours_note=note)
    tell(office_id, "offices.set_hours", by, at)
