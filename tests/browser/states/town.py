"""States of the town's own look."""

from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, prepares


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
