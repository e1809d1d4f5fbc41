"""States of the gallery: each part in the colours and the direction that are harder than the usual ones."""

from tests.browser.states.stage import Stage, prepares

PARTS = {"blocks": "bausteine", "forms": "formulare", "times": "termine", "ways": "wege", "dense": "arbeitsplatz"}


def _open(stage: Stage, state: str, title: str) -> None:
    stage.open(f"/gestaltung/?teil={PARTS[state]}")
    stage.sees(title)


@prepares("ui:gallery", "blocks")
def blocks(stage: Stage) -> None:
    _open(stage, "blocks", "Bausteine")


@prepares("ui:gallery", "forms")
def forms(stage: Stage) -> None:
    _open(stage, "forms", "Formulare")


@prepares("ui:gallery", "times")
def times(stage: Stage) -> None:
    _open(stage, "times", "Tage und Zeiten")


@prepares("ui:gallery", "ways")
def ways(stage: Stage) -> None:
    _open(stage, "ways", "Wege durch die Seiten")


@prepares("ui:gallery", "dense")
def dense(stage: Stage) -> None:
    _open(stage, "dense", "Für dichte Seiten")
