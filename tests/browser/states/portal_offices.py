"""States of the start page, of offices and of legal texts."""

from datetime import time, timedelta

from django.db import transaction
from django.utils import timezone

from rathaus.offices.models import Closure, LegalText, Office, OfficeText, OpeningHours
from tests.browser.states.stage import DEMO, EMPTY, Stage, in_days, prepares, take_texts_away

LONG_LIST = 25  # offices; from there on the page shows a plain list instead of tiles


@prepares("portal:start", "usual")
def start_usual(stage: Stage) -> None:
    stage.open("/", town=DEMO)
    stage.sees("Das wird oft gebraucht")


@prepares("portal:start", "notice")
def start_notice(stage: Stage) -> None:
    text = {"title": "Am Freitag geschlossen", "html": "<p>Wir ziehen um. Ab Montag sind wir wieder da.</p>"}
    LegalText.objects.update_or_create(kind=LegalText.Kind.NOTICE, language="de", defaults=text)
    stage.open("/")
    stage.sees("Am Freitag geschlossen")


@prepares("portal:start", "empty")
def start_empty(stage: Stage) -> None:
    stage.open("/", town=EMPTY)
    stage.sees("Die Öffnungszeiten kennen wir hier nicht.")


@prepares("portal:offices", "usual")
def offices_usual(stage: Stage) -> None:
    stage.open("/aemter/", town=DEMO)


@prepares("portal:offices", "long")
def offices_long(stage: Stage) -> None:
    missing = LONG_LIST - Office.objects.filter(is_public=True).count()
    with transaction.atomic():
        for number in range(max(missing, 0)):
            stage.make.office(f"Sozialbürgerhaus {number + 1} für den Stadtbezirk")
    stage.open("/aemter/")


@prepares("portal:offices", "empty")
def offices_empty(stage: Stage) -> None:
    stage.open("/aemter/", town=EMPTY)
    stage.sees("Hier stehen noch keine Ämter.")


@prepares("portal:office", "usual")
def office_usual(stage: Stage) -> None:
    stage.open("/aemter/buergerbuero-mitte/", town=DEMO)
    stage.sees("So erreichen Sie uns")


@prepares("portal:office", "closed-days")
def office_closed_days(stage: Stage) -> None:
    office = stage.make.office("Standesamt im Alten Rathaus")
    for weekday in range(7):
        OpeningHours.objects.create(office=office, weekday=weekday, opens=time(8), closes=time(12, 30))
    first, reasons = in_days(3), {"de": "Betriebsausflug", "en": "Staff outing"}
    Closure.objects.create(office=office, from_on=first, until_on=first + timedelta(days=3), reasons=reasons)
    stage.open(f"/aemter/{office.slug}/")
    stage.sees("Betriebsausflug")


@prepares("portal:office", "unknown")
def office_unknown(stage: Stage) -> None:
    office = Office.objects.create(slug=f"unbekannt-{timezone.now():%H%M%S%f}")
    OfficeText.objects.create(office=office, language="de", title="Fundbüro")
    stage.open(f"/aemter/{office.slug}/")
    stage.sees("Die Öffnungszeiten sind nicht bekannt.")


@prepares("portal:office", "foreign")
def office_foreign(stage: Stage) -> None:
    stage.language = "en"
    stage.open(f"/aemter/{stage.make.office('Bürgerbüro am Rathausplatz').slug}/")


@prepares("portal:imprint", "written")
def imprint_written(stage: Stage) -> None:
    stage.open("/impressum/", town=DEMO)


@prepares("portal:imprint", "missing")
def imprint_missing(stage: Stage) -> None:
    stage.open("/impressum/", town=EMPTY)
    stage.sees("Die Stadt ergänzt hier noch")


@prepares("portal:privacy", "written")
def privacy_written(stage: Stage) -> None:
    stage.open("/datenschutz/", town=DEMO)


@prepares("portal:privacy", "missing")
def privacy_missing(stage: Stage) -> None:
    stage.open("/datenschutz/", town=EMPTY)
    stage.sees("Ihre Rechte")


def _law(stage: Stage, path: str, kind: str = "") -> None:
    if kind:
        LegalText.objects.update_or_create(
            kind=kind,
            language="de",
            defaults={"html": "<h2>Wir</h2><p>Text der Stadt.</p>", "changed_at": timezone.now()},
        )
        stage.undo.append(lambda: take_texts_away(LegalText.objects.filter(kind=kind)))
    stage.open(path)


@prepares("portal:accessibility", "written")
def accessibility_written(stage: Stage) -> None:
    _law(stage, "/barrierefreiheit/", "accessibility")
    stage.sees("Text der Stadt.")


@prepares("portal:accessibility", "missing")
def accessibility_missing(stage: Stage) -> None:
    stage.open("/barrierefreiheit/", town=EMPTY)
    stage.sees("noch nicht geschrieben")


@prepares("portal:accessibility", "errors")
def accessibility_errors(stage: Stage) -> None:
    stage.open("/barrierefreiheit/")
    stage.press("main form [type=submit]")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("portal:accessibility", "sent")
def accessibility_sent(stage: Stage) -> None:
    stage.open("/barrierefreiheit/")
    stage.fill(text="Der Kalender wird nicht vorgelesen.")
    stage.press("main form [type=submit]")
    stage.sees("Ihre Meldung ist angekommen")


@prepares("portal:easy", "written")
def easy_written(stage: Stage) -> None:
    _law(stage, "/leichte-sprache/", "easy")


@prepares("portal:easy", "missing")
def easy_missing(stage: Stage) -> None:
    stage.open("/leichte-sprache/", town=EMPTY)


@prepares("portal:sign", "written")
def sign_written(stage: Stage) -> None:
    _law(stage, "/gebaerdensprache/", "sign")


@prepares("portal:sign", "missing")
def sign_missing(stage: Stage) -> None:
    stage.open("/gebaerdensprache/", town=EMPTY)


@prepares("portal:cookies", "all")
def cookies_all(stage: Stage) -> None:
    stage.open("/cookies/")
