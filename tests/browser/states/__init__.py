"""How each page gets into each of its states; one module per area, found by themselves.

A preparation stands beside the name of the page (that of its URL) and of the state, as declared by
`rathaus.ui.states.shows` beside the view. It makes the rows that it needs and drives the page there by what
a person does, so that it works with and without scripts, in German and in English:

    @prepares("booking:find", "unknown")
    def find_unknown(stage: Stage) -> None:
        stage.open("/termin/finden/")
        stage.page.fill("[name=reference]", "MU7K2P4Q")
        ...
        stage.sees("Mit diesen Angaben finden wir keinen Termin")

Error pages have no URL: they are named `error:` and the name of their template in `ui/templates/ui`.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.browser.states.stage import PREPARATIONS, Preparation

ERRORS = "error"


def all_preparations() -> dict[tuple[str, str], Preparation]:
    """This will return every preparation by (page, state)."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return dict(sorted(PREPARATIONS.items()))
