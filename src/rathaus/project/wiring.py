"""Which event reaches whom, and which adapter serves which port."""

from rathaus.booking import events, messages, tasks
from rathaus.core.events import subscribe
from rathaus.integrations.smtp.channel import SmtpChannel
from rathaus.notifications import ports
from rathaus.notifications.events import MessageDue


def wire() -> None:
    """This will connect events with tasks and ports with adapters, once at start."""
    for event in (events.AppointmentConfirmed, events.AppointmentMoved, events.AppointmentCancelled, MessageDue):
        subscribe(event, tasks.SEND_NOTICES)
    ports.serve_channel("email", SmtpChannel())
    ports.compose_with("appointment", messages.compose)
