"""States of the data protection officer's pages."""

from django.utils import timezone

from rathaus.booking.models import Appointment
from rathaus.identity.models import Staff
from rathaus.identity.queries import staff_stream
from rathaus.identity.rights import Role
from rathaus.offices.actions import report_barrier
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, next_number, prepares

PAGE = "/desk/verwaltung/datenschutz/"


def officer(stage: Stage) -> Staff:
    """This will sign the data protection officer in and open the page."""
    member = administer(stage, Role.PROTECTION)
    stage.open(PAGE)
    return member


def ask(stage: Stage, who: str) -> None:
    """This will look for somebody."""
    stage.fill(wer=who)
    stage.press("main [type=submit]")


def somebody_known(stage: Stage) -> Appointment:
    """This will have Amina book and tell of a barrier, and the officer find both."""
    email = f"amina-{next_number()}@example.org"
    visit = stage.visit(email=email)
    text = "Der Kalender wird nicht vorgelesen."
    report_barrier(page="/termin/", text=text, email=email, language="de", at=timezone.now())
    officer(stage)
    ask(stage, email)
    stage.sees("2 Einträge")
    return visit


@prepares("protection:find", "empty")
def find_empty(stage: Stage) -> None:
    officer(stage)
    stage.sees("Wo überall gesucht wird")


@prepares("protection:find", "errors")
def find_errors(stage: Stage) -> None:
    officer(stage)
    ask(stage, "Yılmaz")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("protection:find", "found")
def find_found(stage: Stage) -> None:
    somebody_known(stage)


@prepares("protection:find", "nothing")
def find_nothing(stage: Stage) -> None:
    officer(stage)
    ask(stage, "niemand@example.org")
    stage.sees("Dazu ist nichts gespeichert")


@prepares("protection:export", "copy")
def export_copy(stage: Stage) -> None:
    somebody_known(stage)
    stage.press("form[action$='auskunft/'] button:not([name])")
    stage.sees("Was Sie dazu wissen sollten")


@prepares("protection:erase", "preview")
def erase_preview(stage: Stage) -> None:
    somebody_known(stage)
    stage.press("form[action$='loeschen/'] button")
    stage.sees("Was geschieht mit Terminen, die noch bevorstehen?")


@prepares("protection:erase", "nothing-chosen")
def erase_nothing_chosen(stage: Stage) -> None:
    erase_preview(stage)
    for box in stage.page.locator("main [name=was]").all():
        box.uncheck()
    stage.press("button[value=loeschen]")
    stage.sees("Bitte wählen Sie aus, was gelöscht werden soll.")


@prepares("protection:restrict", "preview")
def restrict_preview(stage: Stage) -> None:
    somebody_known(stage)
    stage.press("form[action$='einschraenken/'] button")
    stage.sees("Verarbeitung einschränken")


@prepares("protection:restrict", "errors")
def restrict_errors(stage: Stage) -> None:
    restrict_preview(stage)
    stage.press("button[value=einschraenken]")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("protection:resolve", "empty")
def resolve_empty(stage: Stage) -> None:
    officer(stage)
    stage.open(f"{PAGE}pseudonym/")


@prepares("protection:resolve", "errors")
def resolve_errors(stage: Stage) -> None:
    resolve_empty(stage)
    stage.press("main [type=submit]")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("protection:resolve", "resolved")
def resolve_resolved(stage: Stage) -> None:
    member = officer(stage)
    stage.open(f"{PAGE}pseudonym/?wer={staff_stream(member)}")
    stage.page.check("main [value=access]")
    stage.fill(text="Antrag vom 20. November, DS 2026-14")
    stage.press("main [type=submit]")
    stage.sees("Das Pseudonym steht für")
