"""States of planning."""

from rathaus.offices.models import Office
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, prepares


@prepares("planning:offices", "listed")
def offices_listed(stage: Stage) -> None:
    stage.counter()
    administer(stage)
    stage.open("/desk/verwaltung/aemter/")
    stage.sees("Bürgerbüro am Rathausplatz")


@prepares("planning:new", "blank")
def new_blank(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/aemter/neu/")


@prepares("planning:new", "errors")
def new_errors(stage: Stage) -> None:
    new_blank(stage)
    stage.press("main [type=submit]")
    stage.sees("Bitte füllen Sie „Name“ aus.")


def _details(stage: Stage) -> Office:
    office, _service, _resource = stage.counter()
    administer(stage)
    stage.open(f"/desk/verwaltung/aemter/{office.pk}/angaben/")
    return office


@prepares("planning:details", "written")
def details_written(stage: Stage) -> None:
    _details(stage)
    stage.sees("Regeln fürs Buchen")


@prepares("planning:details", "errors")
def details_errors(stage: Stage) -> None:
    _details(stage)
    stage.fill(postcode="12")
    stage.press("main [type=submit]")
    stage.sees("fünf Ziffern")


@prepares("planning:details", "changed")
def details_changed(stage: Stage) -> None:
    office = _details(stage)
    Office.objects.filter(pk=office.pk).update(phone="0221 4710 200")
    stage.fill(phone="0221 4710 300")
    stage.press("main [type=submit]")
    stage.sees("Jemand hat das hier inzwischen geändert.")
