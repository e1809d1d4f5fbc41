"""States of the days on which the whole town is closed, and of the hours of an office."""

from datetime import time

from rathaus.booking.models import Policy
from rathaus.offices.models import Closure, MunicipalHoliday, Office, OpeningHours
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, in_days, prepares

TOWN = "/desk/verwaltung/aemter/ganze-stadt/"


def _forget() -> None:
    Closure.objects.filter(office=None).delete()
    MunicipalHoliday.objects.all().delete()


@prepares("planning:town_days", "none")
def town_days_none(stage: Stage) -> None:
    _forget()
    administer(stage)
    stage.open(TOWN)
    stage.sees("Keine Schließung eingetragen.")


def _closed(stage: Stage) -> None:
    _forget()
    stage.undo.append(_forget)
    Closure.objects.create(from_on=in_days(200), until_on=in_days(201), reasons={"de": "Betriebsausflug"})
    administer(stage)
    stage.open(TOWN)


@prepares("planning:town_days", "listed")
def town_days_listed(stage: Stage) -> None:
    _closed(stage)
    stage.sees("Betriebsausflug")


@prepares("planning:town_days", "removed")
def town_days_removed(stage: Stage) -> None:
    Policy.objects.all().delete()  # nothing is planned anew for the offices that earlier states have left
    _closed(stage)
    stage.press("button[value=oeffnen]")
    stage.sees("Rückgängig machen")


@prepares("planning:town_days", "errors")
def town_days_errors(stage: Stage) -> None:
    town_days_none(stage)
    stage.press("button[value=pruefen]")
    stage.sees("Bitte füllen Sie „Erster Tag“ aus.")


@prepares("planning:town_days", "concerned")
def town_days_concerned(stage: Stage) -> None:
    stage.visit(days=5)
    administer(stage)
    stage.open(TOWN)
    stage.fill(first_on=in_days(5).isoformat(), last_on=in_days(5).isoformat())
    stage.press("button[value=pruefen]")
    stage.sees("Diese Termine sind betroffen")


@prepares("planning:town_days", "unconcerned")
def town_days_unconcerned(stage: Stage) -> None:
    town_days_none(stage)
    stage.fill(first_on=in_days(300).isoformat(), last_on=in_days(301).isoformat())
    stage.press("button[value=pruefen]")
    stage.sees("Kein gebuchter Termin ist betroffen.")


def _holiday(stage: Stage) -> None:
    _forget()
    stage.undo.append(_forget)
    MunicipalHoliday.objects.create(day_on=in_days(210), title="Friedensfest")
    administer(stage)
    stage.open("/desk/verwaltung/aemter/feiertage/")
    stage.sees("Friedensfest")


@prepares("planning:holidays", "listed")
def holidays_listed(stage: Stage) -> None:
    _holiday(stage)


@prepares("planning:holidays", "errors")
def holidays_errors(stage: Stage) -> None:
    _holiday(stage)
    stage.press("button[value=pruefen]")
    stage.sees("Bitte füllen Sie „Tag“ aus.")


@prepares("planning:holidays", "concerned")
def holidays_concerned(stage: Stage) -> None:
    stage.visit(days=5)
    _holiday(stage)
    stage.fill(day_on=in_days(5).isoformat(), title="Stadtfest")
    stage.press("button[value=pruefen]")
    stage.sees("Diese Termine sind betroffen")


def _hours(stage: Stage) -> Office:
    office = stage.counter()[0]
    administer(stage)
    stage.open(f"/desk/verwaltung/aemter/{office.pk}/oeffnungszeiten/")
    return office


@prepares("planning:hours", "unknown")
def hours_unknown(stage: Stage) -> None:
    _hours(stage)
    stage.sees("So steht es auf der Seite des Amts.")


@prepares("planning:hours", "known")
def hours_known(stage: Stage) -> None:
    office = _hours(stage)
    OpeningHours.objects.filter(office=office).delete()
    OpeningHours.objects.create(office=office, weekday=0, opens=time(8), closes=time(12, 30))
    stage.page.reload()
    stage.sees("Montag")


@prepares("planning:hours", "errors")
def hours_errors(stage: Stage) -> None:
    hours_unknown(stage)
    stage.fill(day_0="morgens")
    stage.press("main [type=submit]")
    stage.sees("Bitte schreiben Sie die Zeiten der Reihe nach")


@prepares("planning:hours", "changed")
def hours_changed(stage: Stage) -> None:
    office = _hours(stage)
    OpeningHours.objects.create(office=office, weekday=6, opens=time(8), closes=time(9))
    stage.press("main [type=submit]")
    stage.sees("Jemand hat das hier inzwischen geändert.")
