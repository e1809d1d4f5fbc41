"""Amina's steps through the pages of the journey, in one line each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client

from rathaus.booking.links import by_token
from rathaus.booking.models import Appointment, Resource
from rathaus.catalogue.models import Service
from rathaus.offices.models import Office

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

MONDAY = "2026-11-30"


@dataclass(frozen=True)
class Counter:
    """An office with one service on one resource."""

    office: Office
    service: Service
    resource: Resource


@dataclass(frozen=True)
class Journey:
    """A browser on its way through the pages."""

    browser: Client
    counter: Counter

    def take(self, clock: str = "09:00", day: str = MONDAY, **fields: Any) -> "Answer":
        """This will press the button of a time."""
        form = {"office": self.counter.office.pk, "l": str(self.counter.service.pk), "day": day, "time": clock}
        return self.browser.post("/termin/halten/", {**form, **fields})

    def held(self, clock: str = "09:00") -> str:
        """This will take a time and return the address of the contact form."""
        return self.take(clock).headers["Location"]

    def confirm(self, address: str, **fields: str) -> "Answer":
        """This will send the contact form."""
        typed = {"name": "Amina Yılmaz", "email": "amina@example.org", "confirm": "1"}
        return self.browser.post(address, {**typed, **fields})

    def booked(self, clock: str = "09:00", **fields: str) -> Appointment:
        """This will book a visit from taking the time to the last page."""
        answer = self.confirm(self.held(clock), **fields)
        return appointment_at(answer.headers["Location"])


def appointment_at(address: str) -> Appointment:
    """This will return the appointment that an address of the journey belongs to."""
    found = by_token(address.removeprefix("/en").split("/")[2])
    assert found is not None
    return found


def text(answer: "Answer") -> str:
    """This will return a page's text with its white space joined."""
    return " ".join(answer.content.decode().split())
