"""Ada sets the town's own sign-in, and is told what is wrong with it before anybody depends on it."""

from typing import Any

import pytest
from django.test import Client

from rathaus.audit.models import Event
from rathaus.identity.actions import make_staff
from rathaus.identity.models import Provider
from rathaus.identity.rights import Role
from tests.clock import Clock
from tests.desk.people import PASSWORD
from tests.oidc import OpenIdProvider

PAGE = "/desk/verwaltung/anmeldung/"


@pytest.fixture
def ada(town: str, clock: Clock) -> Client:
    member = make_staff(
        email="ada@example.org", name="Ada", password=PASSWORD, office_ids=[], role=Role.ADMIN, at=clock.moment
    )
    client = Client(HTTP_HOST="localhost")
    client.force_login(member)
    return client


def send(client: Client, step: str, issuer: str, **more: str) -> str:
    given = {"name": "Stadtkonto", "issuer": issuer, "client_id": "rathaus", "secret": "geheim", "schritt": step}
    return str(client.post(PAGE, {**given, **more}, follow=True).content.decode())


def test_she_tries_it_and_switches_it_on(ada: Client, provider: OpenIdProvider) -> None:
    assert "http://localhost/desk/anmelden/stadt/zurueck/" in ada.get(PAGE).content.decode()
    assert "antwortet richtig" in send(ada, "pruefen", provider.issuer)
    assert not Provider.objects.exists()

    page = send(ada, "speichern", provider.issuer, is_on="on", strong_acr=" a  b ")

    assert "Gespeichert." in page
    assert "Ein Client-Secret ist gespeichert." in page
    assert "geheim" not in page
    row = Provider.objects.get()
    assert (row.is_on, row.trusts_second_step, row.strong_acr) == (True, False, "a b")
    event = Event.objects.get(action="identity.set-provider")
    assert b"geheim" not in bytes(event.canonical)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:1", "https://127.0.0.1:1", "nothing"])
def test_what_is_wrong_is_said_at_the_field(ada: Client, issuer: str) -> None:
    page = send(ada, "pruefen", issuer)

    assert "Bitte prüfen Sie Ihre Angaben" in page
    assert "antwortet richtig" not in page


def test_another_spelling_of_the_issuer_is_told(ada: Client, provider: OpenIdProvider) -> None:
    assert "nennt sich anders" in send(ada, "pruefen", f"{provider.issuer}/")


@pytest.mark.parametrize("inner", ["https://127.0.0.1", "https://169.254.169.254", "https://[::1]", "https://10.0.0.1"])
def test_no_inner_server_is_tried(ada: Client, settings: Any, inner: str) -> None:
    settings.RATHAUS_OUTBOUND_LOOPBACK = False

    assert "steht in einem inneren Netz" in send(ada, "pruefen", inner)
