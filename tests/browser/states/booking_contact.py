"""States of the booking journey while a time is held: who comes, and what if the time is lost."""

from datetime import date, timedelta

from django.utils import timezone

from rathaus.booking.actions import hold
from rathaus.booking.actions.confirm import MOST_EXTENSIONS
from rathaus.booking.models import Appointment, DaySheet
from rathaus.booking.rules.ticks import tick_at
from rathaus.booking.rules.visit import Wish
from rathaus.catalogue.models import Service
from rathaus.identity.queries import CITIZEN
from rathaus.offices.models import Office
from tests.browser.states.stage import Stage, change, in_days, link_of, prepares

LONG_NAME = "Amina Yılmaz-Oberstaufenbach"
TYPED = {"name": LONG_NAME, "email": "amina@example.org", "mobile": "0151 23456789"}


def held(stage: Stage) -> tuple[Office, Service, Appointment]:
    """This will take a time through the pages, as far as the contact form."""
    office, service, _resource = stage.counter()
    stage.open(f"/termin/zeit/{office.slug}/?l={service.pk}&tag={in_days(4)}")
    stage.press(".rh-slot")
    stage.page.wait_for_url("**/kontakt/")
    return office, service, Appointment.objects.get(office=office)


def run_out(appointment: Appointment) -> None:
    """This will let the hold end a second ago."""
    change(appointment, held_until=timezone.now() - timedelta(seconds=1))


def type_too_late(stage: Stage) -> tuple[Office, Service]:
    """This will fill in the form of a hold that ends meanwhile, and send it."""
    office, service, appointment = held(stage)
    stage.fill(**TYPED)
    run_out(appointment)
    stage.press("#buchen")
    stage.sees("Die Zeit war nicht länger für Sie frei gehalten.")
    return office, service


def take_away(office: Office, service: Service, day: str, clock: str) -> None:
    """This will have somebody else hold a time."""
    hours, minutes = (int(part) for part in clock.split(":"))
    hold(
        office_id=office.pk, wishes=[Wish(service.pk, 1)], day=date.fromisoformat(day),
        tick=tick_at(timezone.now().time().replace(hour=hours, minute=minutes)), by=CITIZEN, at=timezone.now(),
    )  # fmt: skip


@prepares("booking:contact", "empty")
def contact_empty(stage: Stage) -> None:
    held(stage)
    stage.sees("Minuten für Sie frei gehalten")


@prepares("booking:contact", "errors")
def contact_errors(stage: Stage) -> None:
    held(stage)
    stage.fill(email="amina@", mobile="0221 4710")
    stage.press("#buchen")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("booking:contact", "near-the-end")
def contact_near_the_end(stage: Stage) -> None:
    _office, _service, appointment = held(stage)
    change(appointment, held_until=timezone.now() + timedelta(seconds=110))
    stage.open(link_of(appointment, "kontakt/"))
    stage.sees("Noch 2 Minuten für Sie frei gehalten")


@prepares("booking:contact", "expired")
def contact_expired(stage: Stage) -> None:
    _office, _service, appointment = held(stage)
    run_out(appointment)
    stage.open(link_of(appointment, "kontakt/"))
    stage.sees("Die Zeit war nicht länger für Sie frei gehalten.")


@prepares("booking:contact", "expired-typed")
def contact_expired_typed(stage: Stage) -> None:
    type_too_late(stage)
    stage.sees("Ihre Angaben bleiben erhalten.")


@prepares("booking:contact", "nothing-free")
def contact_nothing_free(stage: Stage) -> None:
    office, _service, appointment = held(stage)
    run_out(appointment)
    DaySheet.objects.filter(resource__office=office).delete()
    stage.open(link_of(appointment, "kontakt/"))
    stage.sees("Hier ist im Moment nichts frei")


@prepares("booking:extend", "no-more")
def extend_no_more(stage: Stage) -> None:
    _office, _service, appointment = held(stage)
    stage.fill(name=LONG_NAME)
    change(appointment, extensions=MOST_EXTENSIONS)
    stage.expects(409)
    stage.press("#mehr-zeit")
    stage.page.wait_for_url("**/verlaengern/")
    assert stage.page.input_value("[name=name]") == LONG_NAME


@prepares("booking:release", "new-time")
def release_new_time(stage: Stage) -> None:
    held(stage)
    stage.fill(**TYPED)
    stage.press(".rh-chosen__change[value=zeit]")
    stage.page.wait_for_url("**/freigeben/")
    stage.sees("Bitte wählen Sie eine neue Zeit")


@prepares("booking:hold", "lost")
def hold_lost(stage: Stage) -> None:
    office, service = type_too_late(stage)
    clock = stage.page.locator(".rh-slot").first.get_attribute("value")
    day = stage.page.locator("[name=day]").first.get_attribute("value")
    take_away(office, service, str(day), str(clock))
    stage.press(".rh-slot")
    stage.page.wait_for_url("**/halten/")
    stage.sees("Diese Zeit ist gerade vergeben worden.")


@prepares("booking:hold", "other-day")
def hold_other_day(stage: Stage) -> None:
    type_too_late(stage)
    stage.press(".rh-days button[name=tag]")
    stage.page.wait_for_url("**/halten/")
    stage.sees("Bitte wählen Sie eine neue Zeit")
