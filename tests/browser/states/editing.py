"""States of editing."""

from django.utils import timezone

from rathaus.catalogue.actions import create_service
from rathaus.catalogue.content import Content, Words
from rathaus.catalogue.models import Service
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, next_number, prepares

LIST = "/desk/verwaltung/leistungen/"


def _service(stage: Stage) -> Service:
    """Sign an editor in, who wrote a service."""
    member = administer(stage, Role.EDITOR)
    words = {
        "de": Words(title="Hundesteuer", summary="Für jeden Hund.", aliases=("Dackelabgabe",), is_reviewed=True),
        "en": Words(title="Dog tax", description="<p>Everybody with a dog pays.</p>"),
    }
    return create_service(content=Content(words=words), by=actor_of(member), at=timezone.now())


@prepares("editing:services", "listed")
def services_listed(stage: Stage) -> None:
    _service(stage)
    stage.open(LIST)
    stage.sees("Hundesteuer")


@prepares("editing:services", "tried")
def services_tried(stage: Stage) -> None:
    _service(stage)
    stage.open(f"{LIST}?q=Dackelabgabe&sprache=de")
    stage.sees("Das findet, wer")


@prepares("editing:new", "blank")
def new_blank(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    stage.open(f"{LIST}neu/")


@prepares("editing:new", "errors")
def new_errors(stage: Stage) -> None:
    new_blank(stage)
    stage.press("main [value=speichern]")
    stage.sees("Bitte füllen Sie „Name der Leistung“ aus.")


@prepares("editing:new", "preview")
def new_preview(stage: Stage) -> None:
    new_blank(stage)
    stage.fill(title="Hundesteuer", description="Wer einen Hund hat, zahlt.")
    stage.press("main [value=vorschau]")
    stage.sees("So lesen es die Menschen.")


@prepares("editing:service", "written")
def service_written(stage: Stage) -> None:
    service = _service(stage)
    stage.open(f"{LIST}{service.pk}/")
    stage.sees("In allen Sprachen gleich")


@prepares("editing:service", "errors")
def service_errors(stage: Stage) -> None:
    service_written(stage)
    stage.fill(leika_key="12")
    stage.press("main [value=speichern]")
    stage.sees("14 Ziffern")


@prepares("editing:service", "changed")
def service_changed(stage: Stage) -> None:
    service = _service(stage)
    stage.open(f"{LIST}{service.pk}/")
    Service.objects.filter(pk=service.pk).update(revision=1)
    stage.fill(summary="Wer einen Hund hat, zahlt.")
    stage.press("main [value=speichern]")
    stage.sees("Jemand hat diese Leistung inzwischen geändert.")


@prepares("editing:words", "missing")
def words_missing(stage: Stage) -> None:
    service = _service(stage)
    stage.open(f"{LIST}{service.pk}/texte/ar/")
    stage.sees("Von einem Menschen geprüft")


@prepares("editing:words", "written")
def words_written(stage: Stage) -> None:
    service = _service(stage)
    stage.open(f"{LIST}{service.pk}/texte/en/")
    stage.sees("Everybody with a dog pays.")


@prepares("editing:versions", "some")
def versions_some(stage: Stage) -> None:
    service_written(stage)
    stage.fill(summary="Wer einen Hund hat, zahlt.")
    stage.press("main [value=speichern]")
    stage.press("main a[href$='/fassungen/']")
    stage.sees("Was sich änderte")


@prepares("editing:versions", "none")
def versions_none(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    service = stage.make.service(f"Altes {next_number()}")
    stage.open(f"{LIST}{service.pk}/fassungen/")
    stage.sees("Noch keine")
