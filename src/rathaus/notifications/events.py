"""Facts of notifications that travel up."""

from dataclasses import dataclass
from typing import ClassVar

from rathaus.core.events import Event


@dataclass(frozen=True)
class MessageDue(Event):
    """A message that had failed waits to be sent once more, now."""

    name: ClassVar[str] = "notifications.due"
    delivery_id: int


@dataclass(frozen=True)
class MessageUndelivered(Event):
    """An SMS did not reach its phone: it was refused, a receipt says so, or the month's limit is reached."""

    name: ClassVar[str] = "notifications.undelivered"
    delivery_id: int
