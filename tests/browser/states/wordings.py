"""States of the town's own words of messages."""

from django.utils import timezone

from rathaus.administration.wordings import set_words
from rathaus.booking.wordings import KINDS
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from rathaus.notifications.models import Wording
from rathaus.notifications.wordings import Words
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, prepares

WORDS = Words(subject="Gebucht: {wann}", body="{anrede}\n\nschön, dass Sie kommen. Wir sehen uns im {amt}.")
FOLDER = "/desk/verwaltung/nachrichten/"


def _forget() -> None:
    Wording.objects.all().delete()


def _write(stage: Stage, *versions: Words) -> None:
    edda = administer(stage, Role.EDITOR)
    stage.counter()
    stage.undo.append(_forget)
    for words in versions:
        set_words(
            kind=KINDS["confirmed"], language="de", office_id=None, words=words, by=actor_of(edda), at=timezone.now()
        )


@prepares("administration:wordings", "house")
def wordings_house(stage: Stage) -> None:
    _write(stage)
    stage.open(FOLDER)
    stage.sees("Worte des Hauses")


@prepares("administration:wordings", "own")
def wordings_own(stage: Stage) -> None:
    _write(stage, WORDS)
    stage.open(FOLDER)
    stage.sees("eigene Worte")


@prepares("administration:wording", "house")
def wording_house(stage: Stage) -> None:
    _write(stage)
    stage.open(f"{FOLDER}confirmed/de/")
    stage.sees("Die Worte des Hauses")


@prepares("administration:wording", "own")
def wording_own(stage: Stage) -> None:
    _write(stage, Words(addition="Der Aufzug ist außer Betrieb."), WORDS)
    stage.open(f"{FOLDER}confirmed/de/")
    stage.sees("Frühere Fassungen")


@prepares("administration:wording", "errors")
def wording_errors(stage: Stage) -> None:
    wording_house(stage)
    stage.fill(body="Hallo {vorname}, kommen Sie {bald")
    stage.press("button[value=speichern]")
    stage.sees("Die Marke {vorname} gibt es hier nicht.")


@prepares("administration:wording", "preview")
def wording_preview(stage: Stage) -> None:
    wording_house(stage)
    stage.fill(subject=WORDS.subject, body=WORDS.body)
    stage.press("button[value=vorschau]")
    stage.sees("Guten Tag Erika Muster,")


@prepares("administration:wording", "office")
def wording_office(stage: Stage) -> None:
    _write(stage)
    office = stage.counter()[0]
    stage.open(f"{FOLDER}reminder/en/?amt={office.pk}")
    stage.sees("Zusätzlicher Absatz")


@prepares("administration:wording", "sms")
def wording_sms(stage: Stage) -> None:
    _write(stage)
    stage.open(f"{FOLDER}sms-reminder/de/")
    stage.fill(body="{stadt}: {wann}, {ort}, {nummer}. {link} Kültürpark ş" + " Bitte kommen Sie pünktlich." * 8)
    stage.press("button[value=vorschau]")
    stage.sees("Diese SMS hat mehr als 3 Teile.")
