"""States of an appointment's own pages, and of finding it again."""

from datetime import timedelta

from django.utils import timezone

from rathaus.booking.models import Appointment, DaySheet, State
from rathaus.booking.rules.ticks import local, tick_at
from rathaus.booking.views.find import TRIES
from rathaus.catalogue.models import Offer
from rathaus.core.limits import spend
from tests.browser.states.booking_contact import take_away
from tests.browser.states.stage import Stage, change, in_days, link_of, prepares

YESTERDAY = timedelta(days=1)


def older(stage: Stage, **values: object) -> Appointment:
    """This will book a visit that was booked yesterday, with these values."""
    appointment = stage.visit()
    change(appointment, booked_at=timezone.now() - YESTERDAY, **values)
    return appointment


def wants_a_yes(stage: Stage) -> Appointment:
    """This will book a visit at an office that asks for a confirmation by mail."""
    office, service, _resource = stage.counter()
    Offer.objects.filter(office=office).update(needs_mail_confirmation=True)
    return stage.make.booked(office, service, in_days(5), "10:00")


@prepares("booking:view", "new")
def view_new(stage: Stage) -> None:
    stage.open(link_of(stage.visit()))
    stage.sees("Ihr Termin ist gebucht")


@prepares("booking:view", "new-without-mail")
def view_new_without_mail(stage: Stage) -> None:
    stage.open(link_of(stage.visit(email="")))
    stage.sees("Bitte notieren oder drucken Sie die Terminnummer")


@prepares("booking:view", "moved")
def view_moved(stage: Stage) -> None:
    stage.open(link_of(older(stage, moved_at=timezone.now())))
    stage.sees("Ihr Termin ist verschoben")


@prepares("booking:view", "upcoming")
def view_upcoming(stage: Stage) -> None:
    stage.open(link_of(older(stage)))
    stage.sees("Termin verschieben")


@prepares("booking:view", "waiting")
def view_waiting(stage: Stage) -> None:
    stage.open(link_of(wants_a_yes(stage)))
    stage.sees("Es fehlt noch Ihr Ja")


@prepares("booking:view", "late")
def view_late(stage: Stage) -> None:
    began = timezone.now() - timedelta(minutes=10)
    here = local(began, "Europe/Berlin")
    stage.open(link_of(older(stage, starts_at=began, day=here.date(), first_tick=tick_at(here.time()), ticks=6)))
    stage.sees("Ihr Termin hat begonnen.")


@prepares("booking:view", "here")
def view_here(stage: Stage) -> None:
    stage.open(link_of(older(stage, state=State.CHECKED_IN, arrived_at=timezone.now())))
    stage.sees("Sie sind angemeldet.")


@prepares("booking:view", "past")
def view_past(stage: Stage) -> None:
    stage.open(link_of(older(stage, starts_at=timezone.now() - YESTERDAY, day=in_days(-1))))
    stage.sees("Dieser Termin ist vorbei")


@prepares("booking:view", "cancelled")
def view_cancelled(stage: Stage) -> None:
    stage.open(link_of(older(stage, state=State.CANCELLED, cancelled_by="citizen")))
    stage.sees("Sie haben diesen Termin abgesagt.")


@prepares("booking:view", "cancelled-by-office")
def view_cancelled_by_office(stage: Stage) -> None:
    note = "Wir schließen an diesem Tag früher. Bitte buchen Sie neu."
    stage.open(link_of(older(stage, state=State.CANCELLED, cancelled_by="staff", cancel_note=note)))
    stage.sees("Wir mussten diesen Termin leider absagen.")


@prepares("booking:view", "forgotten")
def view_forgotten(stage: Stage) -> None:
    gone = {"name": "", "email": "", "mobile": "", "remark": ""}
    stage.open(link_of(older(stage, state=State.CANCELLED, cancelled_by="staff", **gone)))
    stage.sees("Ihre Angaben sind gelöscht")


@prepares("booking:view", "gone")
def view_gone(stage: Stage) -> None:
    stage.open(link_of(older(stage, state=State.EXPIRED)))
    stage.sees("Diese Reservierung ist abgelaufen")


@prepares("short", "wrong-link")
def short_wrong_link(stage: Stage) -> None:
    stage.open(f"/t/{'B' * 30}")
    stage.sees("Unter dieser Adresse finden wir keinen Termin")


@prepares("booking:view", "wrong-link")
def view_wrong_link(stage: Stage) -> None:
    stage.open(f"/termin/{'B' * 30}/")
    stage.sees("Unter dieser Adresse finden wir keinen Termin")


@prepares("booking:move", "free")
def move_free(stage: Stage) -> None:
    stage.open(link_of(older(stage), "verschieben/"))
    stage.sees("Ihr bisheriger Termin bleibt bestehen")


@prepares("booking:move", "taken")
def move_taken(stage: Stage) -> None:
    appointment = older(stage)
    stage.open(link_of(appointment, f"verschieben/?tag={in_days(7)}"))
    service = appointment.lines.get().service
    take_away(appointment.office, service, str(in_days(7)), "08:00")
    stage.press(".rh-slot[value='08:00']")
    stage.sees("Diese Zeit ist gerade vergeben worden.")


@prepares("booking:move", "nothing-free")
def move_nothing_free(stage: Stage) -> None:
    appointment = older(stage)
    DaySheet.objects.filter(resource=appointment.resource).delete()
    stage.open(link_of(appointment, "verschieben/"))
    stage.sees("Im Moment ist keine andere Zeit frei")


@prepares("booking:move", "cannot")
def move_cannot(stage: Stage) -> None:
    appointment = older(stage)
    Offer.objects.filter(office=appointment.office).update(is_bookable=False)
    stage.open(link_of(appointment, "verschieben/"))
    stage.sees("Das geht hier leider nicht")


@prepares("booking:cancel", "ask")
def cancel_ask(stage: Stage) -> None:
    stage.open(link_of(older(stage), "absagen/"))
    stage.sees("Möchten Sie diesen Termin absagen?")


@prepares("booking:confirm", "ask")
def confirm_ask(stage: Stage) -> None:
    stage.open(link_of(wants_a_yes(stage), "bestaetigen/"))
    stage.sees("Möchten Sie diesen Termin?")


@prepares("booking:find", "empty")
def find_empty(stage: Stage) -> None:
    stage.open("/termin/finden/")


@prepares("booking:find", "errors")
def find_errors(stage: Stage) -> None:
    stage.open("/termin/finden/")
    stage.press("main form.rh-stack [type=submit]")
    stage.sees("Bitte füllen Sie „Terminnummer“ aus.")


def _ask_for_unknown(stage: Stage) -> None:
    stage.open("/termin/finden/")
    stage.fill(reference="MU7K 2P4Q", second="amina@example.org")
    stage.press("main form.rh-stack [type=submit]")


@prepares("booking:find", "unknown")
def find_unknown(stage: Stage) -> None:
    _ask_for_unknown(stage)
    stage.sees("Mit diesen Angaben finden wir keinen Termin.")


@prepares("booking:find", "too-many")
def find_too_many(stage: Stage) -> None:
    for _try in range(TRIES.most):
        spend(TRIES, f"network/{stage.address}", at=timezone.now())
    _ask_for_unknown(stage)
    stage.sees("Das waren gerade sehr viele Versuche.")
