"""States of the pages about the API."""

from rathaus.identity.rights import Role
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, next_number, prepares


@prepares("api-examples", "commands")
def examples(stage: Stage) -> None:
    stage.counter()
    stage.open("/schnittstelle/")
    stage.sees("Schnittstelle für Programme")


@prepares("api-keys:list", "none")
def keys(stage: Stage) -> None:
    administer(stage, Role.ADMIN)
    stage.open("/desk/verwaltung/schnittstellen/")
    stage.sees("Neuer Schlüssel")


@prepares("api-keys:list", "made")
def key_made(stage: Stage) -> None:
    keys(stage)
    stage.fill(title=f"Stadt-App {next_number()}")
    stage.page.check("main [name=scopes][value=book]")
    stage.press("main form[novalidate] [type=submit]")
    stage.sees("Wir zeigen ihn nur dieses eine Mal.")


@prepares("api-keys:list", "errors")
def key_errors(stage: Stage) -> None:
    keys(stage)
    stage.fill(title="Stadt-App")
    stage.press("main form[novalidate] [type=submit]")
    stage.sees("Bitte wählen Sie, was der Schlüssel darf.")
