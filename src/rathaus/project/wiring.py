"""Which event reaches whom, and which adapter serves which port."""

from django.conf import settings

from rathaus.administration import letters as staff_letters
from rathaus.administration.tasks import TELL_OF_SIGN_IN
from rathaus.booking import messages, tasks
from rathaus.booking.events import AppointmentCancelled, AppointmentConfirmed, AppointmentMoved, LinkRenewed
from rathaus.core.events import subscribe
from rathaus.identity.events import SignInChanged, StaffInvited
from rathaus.integrations.kannel.channel import KannelChannel
from rathaus.integrations.notify.channel import NotifyChannel
from rathaus.integrations.sms_file.channel import FileChannel
from rathaus.integrations.smtp.channel import SmtpChannel
from rathaus.notifications import ports
from rathaus.notifications.events import MessageDue, MessageUndelivered

GATEWAYS: dict[str, type[ports.Channel]] = {
    "kannel": KannelChannel,
    "kannels": KannelChannel,
    "notify": NotifyChannel,
    "notify+http": NotifyChannel,
    "file": FileChannel,
}


def wire() -> None:
    """This will connect events with tasks and ports with adapters, once at start."""
    letters = (AppointmentConfirmed, AppointmentMoved, AppointmentCancelled, LinkRenewed, StaffInvited, MessageDue)
    for event in letters:
        subscribe(event, tasks.SEND_NOTICES, sweeps=True)
    subscribe(SignInChanged, TELL_OF_SIGN_IN)
    subscribe(MessageUndelivered, tasks.TELL_OTHERWISE)
    ports.serve_channel("email", SmtpChannel())
    if settings.RATHAUS_SMS_URL:
        ports.serve_channel("sms", GATEWAYS[settings.RATHAUS_SMS_URL.partition(":")[0]]())
    ports.compose_with("appointment", messages.compose)
    ports.compose_with("staff", staff_letters.compose)
    ports.compose_with("barrier", staff_letters.compose_barrier)
