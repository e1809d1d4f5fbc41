"""Typed makers: what a test needs of a town, in one line each."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from rathaus.booking.actions import Contact, confirm, hold
from rathaus.booking.actions.planning import plan_sheets
from rathaus.booking.models import Alternative, Appointment, OpeningRule, Policy, Resource
from rathaus.booking.rules.ticks import tick_at
from rathaus.booking.rules.visit import Wish
from rathaus.catalogue.models import Offer, Service, ServiceText
from rathaus.identity.queries import CITIZEN, Actor
from rathaus.offices.models import Office, OfficeText

_numbers = count(1)
MONDAY_8_TO_12 = ((0, "08:00", "12:00"),)


@dataclass
class Maker:
    """Makes rows of the current town; `at` is the test's now."""

    at: datetime

    def office(self, title: str = "Bürgerbüro", **values: Any) -> Office:
        """This will make an office that takes appointments."""
        number = next(_numbers)
        given = {
            "slug": f"amt-{number}",
            "phone": "0221 4710 100",
            "takes_appointments": True,
            "street": "Marktplatz",
            "house_number": "1",
            "postcode": "12345",
            "city": "Musterstadt",
        }
        office = Office.objects.create(**{**given, **values})
        OfficeText.objects.create(office=office, language="de", title=title)
        Policy.objects.create(office=office, lead_minutes=0, horizon_days=60)
        return office

    def service(self, title: str = "Personalausweis", **values: Any) -> Service:
        """This will make a public service with German words."""
        number = next(_numbers)
        service = Service.objects.create(**{"slug": f"leistung-{number}", "channels": ["on_site"], **values})
        ServiceText.objects.create(
            service=service,
            language="de",
            title=title,
            summary=f"{title} am Schalter.",
            fees="37,00 Euro",
            bring=["Passfoto"],
        )
        return service

    def offer(self, service: Service, office: Office, *resources: Resource, minutes: int = 15, **values: Any) -> Offer:
        """This will offer a service at an office, on the given resources in that order."""
        offer = Offer.objects.create(service=service, office=office, minutes=minutes, **values)
        for rank, resource in enumerate(resources):
            Alternative.objects.create(offer=offer, resource=resource, rank=rank)
        return offer

    def resource(
        self,
        office: Office,
        *,
        capacity: int = 1,
        share: int | None = None,
        rules: tuple[tuple[int, str, str], ...] = MONDAY_8_TO_12,
        raster: int | None = 5,
        **values: Any,
    ) -> Resource:
        """This will make a resource that works by weekly rules (weekday, from, until)."""
        resource = Resource.objects.create(office=office, title=f"Schalter {next(_numbers)}", **values)
        for weekday, opens, closes in rules:
            OpeningRule.objects.create(
                resource=resource, weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes),
                capacity=capacity, public_share=capacity if share is None else share, raster=raster,
            )  # fmt: skip
        return resource

    def sheets(self, *resources: Resource, days: int = 30) -> None:
        """This will plan the sheets of the resources from today on."""
        today = self.at.date()
        plan_sheets(resources=resources, first=today, last=today + timedelta(days=days))

    def counter(self, *, capacity: int = 1, minutes: int = 15, **values: Any) -> tuple[Office, Service, Resource]:
        """This will make an office with one service on one resource, Mondays 8 to 12, planned for 30 days."""
        office, service = self.office(), self.service()
        resource = self.resource(office, capacity=capacity, **values)
        self.offer(service, office, resource, minutes=minutes, max_persons=9)
        self.sheets(resource)
        return office, service, resource

    def booked(
        self,
        office: Office,
        service: Service,
        day: date,
        clock: str,
        *,
        name: str = "Amina Yılmaz",
        email: str = "amina@example.org",
        mobile: str = "",
        by: Actor = CITIZEN,
        at: datetime | None = None,
        **values: Any,
    ) -> Appointment:
        """This will book a visit as a citizen does: hold, then confirm."""
        at = at or self.at
        held = hold(
            office_id=office.pk,
            wishes=[Wish(service.pk, 1)],
            day=day,
            tick=tick_at(time.fromisoformat(clock)),
            by=by,
            at=at,
            **values,
        )
        appointment = Appointment.objects.select_related("office").get(pk=held.id)
        return confirm(appointment=appointment, contact=Contact(name=name, email=email, mobile=mobile), by=by, at=at)
