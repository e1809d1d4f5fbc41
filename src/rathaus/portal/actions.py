"""What the citizen's pages write by joining several apps."""

from datetime import datetime

from django.db import transaction

from rathaus.notifications.actions import Notice, schedule
from rathaus.offices import actions as offices
from rathaus.offices.models import BarrierReport
from rathaus.offices.queries import place

OF_BARRIERS = "barrier/"  # what subjects of letters about barriers begin with


@transaction.atomic
def report_barrier(*, page: str, text: str, email: str, language: str, at: datetime) -> BarrierReport:
    """This will keep what somebody could not use, and tell the town by e-mail where it has an address."""
    report = offices.report_barrier(page=page, text=text, email=email, language=language, at=at)
    if place().email:
        schedule(subject=f"{OF_BARRIERS}{report.pk}", notices=[Notice("barrier", at)], at=at)
    return report
