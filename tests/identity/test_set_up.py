"""A member without a second factor sets one up before anything else."""

import re

import pytest
from django.test import Client

from rathaus.identity.models import Staff
from rathaus.identity.queries import totp_of
from rathaus.identity.rules import code_at
from tests.clock import Clock
from tests.desk.people import browser, clerk, give_code, give_password
from tests.makers import Maker


@pytest.fixture
def new_clerk(make: Maker, clock: Clock) -> Staff:
    """A clerk who was just invited."""
    return clerk(make.office().pk, at=clock.moment, secret="")


def secret_on(client: Client) -> str:
    page = client.get("/desk/anmelden/einrichten/").content.decode()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    assert 'src="data:image/svg+xml' in page
    return found[1].replace(" ", "")


def test_the_first_sign_in_leads_to_setting_up(new_clerk: Staff, clock: Clock) -> None:
    client = browser()

    assert give_password(client).headers["Location"] == "/desk/anmelden/einrichten/"
    assert client.get("/desk/").status_code == 302
    assert client.get("/desk/anmelden/code/").headers["Location"] == "/desk/anmelden/"


def test_the_first_code_sets_up_and_signs_in(new_clerk: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    secret = secret_on(client)

    answer = client.post("/desk/anmelden/einrichten/", {"code": code_at(secret, clock.moment)})

    assert answer.headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    clock.forward(minutes=1)
    again = browser()
    give_password(again)
    assert give_code(again, at=clock.moment, secret=secret).headers["Location"] == "/desk/"


def test_a_wrong_code_sets_up_nothing(new_clerk: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)

    answer = client.post("/desk/anmelden/einrichten/", {"code": "000000"})

    assert answer.status_code == 200
    assert totp_of(new_clerk) is None


def test_two_browsers_cannot_both_set_up(new_clerk: Staff, clock: Clock) -> None:
    first, second = browser(), browser()
    give_password(first)
    give_password(second)
    secrets = secret_on(first), secret_on(second)
    first.post("/desk/anmelden/einrichten/", {"code": code_at(secrets[0], clock.moment)})

    answer = second.post("/desk/anmelden/einrichten/", {"code": code_at(secrets[1], clock.moment)})

    assert "schon einen zweiten Schritt" in answer.content.decode()
