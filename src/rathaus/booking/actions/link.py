"""Taking a personal link back: who has the old one, for example in a forwarded mail, sees nothing any more."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rathaus.booking.actions.refusals import NotChangeable
from rathaus.booking.actions.trail import plan_new_link, tell
from rathaus.booking.events import LinkRenewed
from rathaus.booking.models import UPCOMING, Appointment
from rathaus.core.errors import NotPermitted
from rathaus.core.events import publish
from rathaus.identity.queries import Actor


def renew_link(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """This will make link and code of an upcoming visit void and give it new ones, which a mail or an SMS tells.

    :raises NotChangeable: when the visit is not upcoming, or its link was renewed meanwhile.
    :raises rathaus.core.errors.NotPermitted: for anybody but staff of the visit's office.
    """
    if appointment.office_id not in by.office_ids:
        raise NotPermitted(_("Dieser Termin gehört zu einem anderen Amt."))
    with transaction.atomic():
        same = Appointment.objects.filter(pk=appointment.pk, state__in=UPCOMING, link_version=appointment.link_version)
        if not same.update(link_version=F("link_version") + 1, trail=F("trail") + 1):
            raise NotChangeable(_("Der Termin hat inzwischen einen anderen Stand. Bitte laden Sie die Seite neu."))
        appointment.refresh_from_db()
        tell(appointment, "booking.renew-link", by=by, at=at)
        plan_new_link(appointment, at=at)
        publish([LinkRenewed(str(appointment.pk), appointment.office_id)])
    return appointment
