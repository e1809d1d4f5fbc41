"""Whoever watches over the house sees in the log what was refused, and of whom never."""

from collections.abc import Callable

import pytest
from django.test import Client

from rathaus.identity.actions import PASSWORDS
from tests.clock import Clock
from tests.desk.people import browser, clerk, give_password
from tests.makers import Maker

Seen = Callable[[], list[str]]


@pytest.fixture
def seen(caplog: pytest.LogCaptureFixture) -> Seen:
    """The events so far."""
    return lambda: [record.getMessage() for record in caplog.records if record.name == "rathaus.security"]


@pytest.fixture
def bruno(make: Maker, clock: Clock) -> Client:
    """Bruno's browser, which is signed in."""
    client = browser()
    client.force_login(clerk(make.office().pk, at=clock.moment))
    return client


def test_a_refused_sign_in_and_a_used_up_limit_are_noted(bruno: Client, seen: Seen) -> None:
    client = browser()
    for _try in range(PASSWORDS.most + 1):
        give_password(client, password="falsch-und-noch-mal-falsch")
    give_password(client, email="niemand@example.org")

    assert seen()[:2] == ["sign-in refused: password"] * 2
    assert seen()[-2:] == ["limit reached: sign-in", "sign-in refused: password"]
    assert "example.org" not in " ".join(seen())


def test_a_wrong_code_is_noted(make: Maker, clock: Clock, seen: Seen) -> None:
    clerk(make.office().pk, at=clock.moment)
    client = browser()
    give_password(client)
    client.post("/desk/anmelden/code/", {"code": "000000"})
    assert seen() == ["sign-in refused: code"]


def test_what_is_forbidden_is_noted_by_the_name_of_the_page(bruno: Client, seen: Seen) -> None:
    assert bruno.get("/desk/verwaltung/anmeldung/").status_code == 403
    assert seen() == ["forbidden: administration:provider"]


def test_a_form_from_elsewhere_is_noted_without_its_address(town: str, seen: Seen) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    assert strict.post("/termin/CR3FSQRDJYJToXWQtFgDY73CPFAiOg/absagen/").status_code == 403
    assert seen() == ["form from elsewhere: booking:cancel"]
