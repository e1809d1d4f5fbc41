"""What is told by mail because an SMS did not arrive."""

from datetime import datetime

from django.db import transaction

from rathaus.booking.actions.trail import TEXT
from rathaus.booking.models import Appointment
from rathaus.notifications.actions import Notice, give_way, schedule
from rathaus.notifications.models import Delivery
from rathaus.notifications.phones import CHANNEL


def write_instead(*, delivery_id: int, at: datetime) -> bool:
    """This will have a mail say what an SMS could not, where the visit has an address; a second call changes nothing.

    Without an address the SMS stays failed, for the desk to see.
    """
    with transaction.atomic():
        failed = Delivery.objects.select_for_update().filter(pk=delivery_id, channel=CHANNEL, state="failed").first()
        visit = _visit(failed.subject) if failed else None
        if failed is None or visit is None or not visit.email:
            return False
        notice = Notice(failed.kind.removeprefix(TEXT), at, failed.expires_at)
        schedule(subject=failed.subject, notices=[notice], at=at)
        give_way(delivery_id=delivery_id)
    return True


def _visit(subject: str) -> Appointment | None:
    kind, _, number = subject.partition("/")
    return Appointment.objects.filter(pk=number).first() if kind == "appointment" else None
