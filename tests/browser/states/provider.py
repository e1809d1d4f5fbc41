"""States of the town's own sign-in."""

from pathlib import Path
from tempfile import mkdtemp

from django.utils import timezone

from rathaus.identity.actions import set_provider
from rathaus.identity.models import Provider
from rathaus.identity.queries import SYSTEM
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, prepares
from tests.browser.watch import forgive
from tests.oidc import OpenIdProvider

PAGE = "/desk/verwaltung/anmeldung/"
BACK = "/desk/anmelden/stadt/zurueck/"
AWAY = "http://127.0.0.1:1"  # nobody listens there


def _offered(stage: Stage) -> None:
    set_provider(
        is_on=True, name="Stadtkonto", issuer=AWAY, client_id="rathaus", secret="", trusts_second_step=False,
        strong_acr="", by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    stage.undo.append(_taken_away)


def _taken_away() -> None:
    Provider.objects.all().delete()


@prepares("account_login", "provider")
def login_provider(stage: Stage) -> None:
    _offered(stage)
    stage.open("/desk/anmelden/")
    stage.sees("Mit „Stadtkonto“ anmelden")


@prepares("account_login", "left")
def login_left(stage: Stage) -> None:
    _offered(stage)
    stage.open("/desk/anmelden/?stadtkonto")
    stage.sees("Auch dort abmelden")


@prepares("account_provider_return", "refused")
def back_refused(stage: Stage) -> None:
    _offered(stage)
    forgive(stage.page, "403")
    stage.open(f"{BACK}?code=x&state=x&iss={AWAY}")
    stage.sees("nicht richtig zurückgekommen")


@prepares("account_provider_return", "broken")
def back_broken(stage: Stage) -> None:
    _offered(stage)
    forgive(stage.page, "502")
    stage.open("/desk/anmelden/stadt/")
    stage.sees("antwortet gerade nicht richtig")


@prepares("administration:provider", "empty")
def settings_empty(stage: Stage) -> None:
    administer(stage)
    stage.open(PAGE)
    stage.sees("Redirect URI")


@prepares("administration:provider", "answers")
def settings_answers(stage: Stage) -> None:
    provider = OpenIdProvider(Path(mkdtemp())).started()
    stage.undo.append(provider.stop)
    _fill(stage, "pruefen", provider.issuer)
    stage.sees("antwortet richtig")


def _fill(stage: Stage, step: str, issuer: str = AWAY) -> None:
    settings_empty(stage)
    stage.fill(name="Stadtkonto", issuer=issuer, client_id="rathaus")
    stage.press(f"button[value={step}]")


@prepares("administration:provider", "wrong")
def settings_wrong(stage: Stage) -> None:
    _fill(stage, "pruefen")
    stage.sees("nicht zu erreichen")


@prepares("administration:provider", "saved")
def settings_saved(stage: Stage) -> None:
    _fill(stage, "speichern")
    stage.undo.append(_taken_away)
    stage.sees("Gespeichert.")
