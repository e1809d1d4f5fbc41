"""Facts of booking that travel up."""

from dataclasses import dataclass
from typing import ClassVar

from rathaus.core.events import Event


@dataclass(frozen=True)
class AppointmentConfirmed(Event):
    """A visit was booked."""

    name: ClassVar[str] = "booking.confirmed"
    appointment_id: str
    office_id: int


@dataclass(frozen=True)
class AppointmentMoved(Event):
    """A visit was moved to another time."""

    name: ClassVar[str] = "booking.moved"
    appointment_id: str
    office_id: int


@dataclass(frozen=True)
class AppointmentCancelled(Event):
    """A visit was cancelled."""

    name: ClassVar[str] = "booking.cancelled"
    appointment_id: str
    office_id: int


@dataclass(frozen=True)
class LinkRenewed(Event):
    """The link and code of a visit were taken back, and there are new ones."""

    name: ClassVar[str] = "booking.link-renewed"
    appointment_id: str
    office_id: int
