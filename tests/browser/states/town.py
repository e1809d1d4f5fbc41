"""States of the town's own look."""

from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import FilePayload

from rathaus.identity.queries import SYSTEM
from rathaus.offices.actions import set_arms
from rathaus.offices.models import Arms
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, prepares
from tests.offices.pictures import picture


@prepares("administration:colours", "standard")
def colours_standard(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/stadt/farben/")
    stage.sees("Farbe Ihrer Stadt")


@prepares("administration:colours", "refused")
def colours_refused(stage: Stage) -> None:
    colours_standard(stage)
    stage.fill(light="#ffdd00")
    stage.press("main [type=submit]")
    stage.sees("Gut lesbar wäre #776600")


def _own_arms(stage: Stage) -> None:
    set_arms(content=picture(colour=(20, 80, 160, 200)), by=SYSTEM, at=timezone.now())
    stage.undo.append(lambda: _forget(Arms.objects.all()))


def _forget(arms: QuerySet[Arms]) -> None:
    arms.delete()


@prepares("administration:look", "standard")
def look_standard(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/stadt/")
    stage.sees("Wappen hochladen")


@prepares("administration:look", "own")
def look_own(stage: Stage) -> None:
    administer(stage)
    _own_arms(stage)
    stage.open("/desk/verwaltung/stadt/")
    stage.sees("Wappen entfernen")


@prepares("administration:look", "refused")
def look_refused(stage: Stage) -> None:
    look_standard(stage)
    svg = FilePayload(name="wappen.svg", mimeType="image/svg+xml", buffer=b"<svg/>")
    stage.page.set_input_files("[name=arms]", files=svg)
    stage.press("button[value=wappen]")
    stage.sees("Das ist kein Bild, das wir lesen können.")
