"""States of the desk's work with one appointment: booking, showing, handing over, moving, cancelling."""

from typing import Any

from django.utils import timezone

from rathaus.booking.actions import cancel, check_in, move
from rathaus.booking.models import Appointment, DaySheet, State
from rathaus.catalogue.models import Offer
from rathaus.identity.queries import CITIZEN, actor_of
from rathaus.offices.models import Office
from tests.browser.states.booking_contact import take_away
from tests.browser.states.stage import Stage, change, in_days, prepares


def at_work(stage: Stage, part: str = "", **values: Any) -> Appointment:
    """This will show the desk an appointment, or a page below it, after these values were written into it."""
    appointment = stage.visit()
    change(appointment, **values)
    stage.sign_in(appointment.office)
    stage.open(f"/desk/termine/{appointment.pk}/{part}")
    return appointment


def _book_page(stage: Stage, office: Office) -> None:
    stage.sign_in(office)
    stage.open("/desk/buchen/")


def _ask_for_times(stage: Stage, service: str) -> None:
    """With scripts the times come when one leaves the field, without them by a button."""
    stage.fill(leistung=service)
    if stage.scripts:
        with stage.page.expect_response(lambda answer: "leistung=" in answer.url):
            stage.page.keyboard.press("Tab")
    else:
        stage.press("button[name=zeigen]")


@prepares("desk:book", "empty")
def book_empty(stage: Stage) -> None:
    _book_page(stage, stage.counter()[0])
    stage.sees("Sobald die Leistung feststeht")


@prepares("desk:book", "times")
def book_times(stage: Stage) -> None:
    _book_page(stage, stage.counter()[0])
    _ask_for_times(stage, "Personalausweis beantragen")
    stage.sees("15 Minuten")


@prepares("desk:book", "nothing-free")
def book_nothing_free(stage: Stage) -> None:
    office, _service, resource = stage.counter()
    DaySheet.objects.filter(resource=resource).delete()
    _book_page(stage, office)
    _ask_for_times(stage, "Personalausweis beantragen")
    stage.sees("Dafür ist in diesem Amt nichts frei")


@prepares("desk:book", "unclear")
def book_unclear(stage: Stage) -> None:
    _book_page(stage, stage.counter()[0])
    _ask_for_times(stage, "Fischereischein")
    stage.sees("Diese Leistung gibt es hier nicht.")


@prepares("desk:book", "errors")
def book_errors(stage: Stage) -> None:
    _book_page(stage, stage.counter()[0])
    stage.fill(leistung="Personalausweis beantragen", email="amina@")
    stage.press("main .rh-split button[type=submit]:not([name])")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("desk:book", "more")
def book_more(stage: Stage) -> None:
    _book_page(stage, stage.counter()[0])
    stage.press("main details summary")
    stage.sees("Noch eine Leistung")


@prepares("desk:appointment", "full")
def appointment_full(stage: Stage) -> None:
    appointment = stage.visit(days=8)
    change(appointment, mobile="+4915123456789", remark="Ich komme mit Rollstuhl.\nBitte im Erdgeschoss.", persons=2)
    ten = 10 * 12  # ticks
    moved = move(appointment=appointment, day=in_days(9), tick=ten, by=CITIZEN, at=timezone.now())
    member = stage.sign_in(appointment.office)
    check_in(appointment=moved, by=actor_of(member), at=timezone.now())
    stage.open(f"/desk/termine/{appointment.pk}/")
    stage.sees("Ich komme mit Rollstuhl.")


@prepares("desk:appointment", "bare")
def appointment_bare(stage: Stage) -> None:
    appointment = stage.visit(email="")
    stage.sign_in(appointment.office)
    stage.open(f"/desk/termine/{appointment.pk}/")
    stage.sees("Keine: Es ist weder E-Mail-Adresse noch Handynummer für SMS angegeben.")


@prepares("desk:appointment", "cancelled")
def appointment_cancelled(stage: Stage) -> None:
    appointment = stage.visit()
    member = stage.sign_in(appointment.office)
    note = "Wir schließen an diesem Tag früher."
    cancel(appointment=appointment, by=actor_of(member), at=timezone.now(), note=note)
    stage.open(f"/desk/termine/{appointment.pk}/")
    stage.sees("Wir schließen an diesem Tag früher.")


@prepares("desk:slip", "mail")
def slip_mail(stage: Stage) -> None:
    at_work(stage, "beleg/")
    stage.sees("Die Bestätigung geht an amina@example.org.")


@prepares("desk:slip", "no-mail")
def slip_no_mail(stage: Stage) -> None:
    at_work(stage, "beleg/", email="")
    stage.sees("Bitte sagen Sie Nummer und Code an")


@prepares("desk:move", "free")
def move_free(stage: Stage) -> None:
    at_work(stage, "verschieben/")
    stage.sees("Ein Klick auf eine Zeit verschiebt den Termin sofort.")


@prepares("desk:move", "full-day")
def move_full_day(stage: Stage) -> None:
    appointment = stage.visit()
    DaySheet.objects.filter(resource=appointment.resource, day=in_days(2)).delete()
    stage.sign_in(appointment.office)
    stage.open(f"/desk/termine/{appointment.pk}/verschieben/?tag={in_days(2)}")
    stage.sees("An diesem Tag ist nichts frei.")


@prepares("desk:move", "over")
def move_over(stage: Stage) -> None:
    at_work(stage, "verschieben/", state=State.DONE)
    stage.sees("Dieser Termin lässt sich nicht mehr verschieben")


@prepares("desk:move", "refused")
def move_refused(stage: Stage) -> None:
    appointment = stage.visit()
    Offer.objects.filter(office=appointment.office).update(is_bookable=False)
    stage.sign_in(appointment.office)
    stage.open(f"/desk/termine/{appointment.pk}/verschieben/")
    stage.sees("Dieses Amt")


@prepares("desk:move", "taken")
def move_taken(stage: Stage) -> None:
    appointment = at_work(stage, f"verschieben/?tag={in_days(7)}")
    take_away(appointment.office, appointment.lines.get().service, str(in_days(7)), "08:00")
    stage.press(f".rh-slot[value='{in_days(7)}T08:00']")
    stage.sees("vergeben")


@prepares("desk:cancel", "mail")
def cancel_mail(stage: Stage) -> None:
    at_work(stage, "absagen/")
    stage.sees("Nachricht an die Person")


@prepares("desk:cancel", "phone")
def cancel_phone(stage: Stage) -> None:
    at_work(stage, "absagen/", email="", mobile="+4915123456789")
    stage.sees("Bitte rufen Sie an")


@prepares("desk:cancel", "nobody")
def cancel_nobody(stage: Stage) -> None:
    at_work(stage, "absagen/", email="", mobile="")
    stage.sees("Niemand erfährt von der Absage.")


@prepares("desk:cancel", "over")
def cancel_over(stage: Stage) -> None:
    at_work(stage, "absagen/", state=State.DONE)
    stage.sees("Dieser Termin lässt sich nicht mehr absagen")
