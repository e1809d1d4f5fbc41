"""Recovery codes: shown once, good once, and told about, for the day when telephone and passkey are lost."""

import re
from typing import Any

import pytest
from django.test import Client

from rathaus.audit.models import Event
from rathaus.identity.actions import CODES, close, renew_recovery_codes, reset_second_factor
from rathaus.identity.models import Passkey, RecoveryCode, Staff
from rathaus.identity.persons import erase
from rathaus.identity.queries import Actor, staff_stream, totp_of
from rathaus.identity.rights import Right
from tests.clock import Clock
from tests.desk.people import PASSWORD, browser, give_code, give_password
from tests.refusals import refused, refused_copy

PAGE = "/desk/konto/ersatzcodes/"
ADA = Actor("staff/ada", is_staff=True, grants=frozenset({(Right.STAFF, None)}))


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Argon2 is slow by design; that it is the one in use is told in `test_sign_in.py`."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def codes(bruno: Staff, clock: Clock) -> list[str]:
    """Bruno's codes, on paper."""
    return renew_recovery_codes(member=bruno, at=clock.moment)


def after_the_password() -> Client:
    client = browser()
    give_password(client)
    return client


def typed(client: Client, code: str) -> Any:
    return client.post("/desk/anmelden/code/", {"code": code})


def told(bruno: Staff) -> list[str]:
    return list(Event.objects.filter(stream=staff_stream(bruno)).order_by("sequence").values_list("action", flat=True))


def test_bruno_makes_codes_after_his_password_and_sees_them_once(bruno: Staff, clock: Clock) -> None:
    client = after_the_password()
    give_code(client, at=clock.moment)
    assert "Das Passwort stimmt nicht." in client.post(PAGE, {"password": "falsch"}).content.decode()
    assert not bruno.recovery_codes.exists()

    page = client.post(PAGE, {"password": PASSWORD})

    shown = re.findall(r"<code>(\d{4} \d{4} \d{4} \d{4})</code>", page.content.decode())
    assert len(set(shown)) == bruno.recovery_codes.count() == 10
    assert "no-store" in page.headers["Cache-Control"]
    again = client.get(PAGE).content.decode()
    assert "Sie haben noch 10 Ersatzcodes." in again
    assert not any(code in again for code in shown)


def test_codes_are_not_stored_in_clear(codes: list[str], settings: Any) -> None:
    stored = " ".join(RecoveryCode.objects.values_list("hashed", flat=True))
    assert not any(code in stored or code.replace(" ", "") in stored for code in codes)
    assert len({row.partition("$")[2] for row in stored.split()}) == 10


def test_a_recovery_code_lets_bruno_in_once_and_says_how_many_are_left(bruno: Staff, codes: list[str]) -> None:
    client = after_the_password()
    answer = typed(client, codes[3])

    assert answer.headers["Location"] == "/desk/konto/"
    assert "Es bleiben 9 übrig." in client.get("/desk/konto/").content.decode()
    assert client.get("/desk/").status_code == 200
    assert "Dieser Code passt nicht" in typed(after_the_password(), codes[3]).content.decode()
    assert told(bruno)[-2:] == ["identity.renew-recovery-codes", "identity.sign-in-by-recovery-code"]


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{}-"])
def test_however_it_is_typed_it_is_the_same_code(codes: list[str], spelling: str) -> None:
    code = spelling.format(codes[0].replace(" ", ""))
    assert typed(after_the_password(), code).headers["Location"] == "/desk/konto/"


def test_a_code_without_the_password_opens_nothing(codes: list[str]) -> None:
    assert typed(browser(), codes[0]).headers["Location"] == "/desk/anmelden/"
    assert RecoveryCode.objects.count() == 10


def test_guessing_recovery_codes_ends_after_ten_tries(codes: list[str]) -> None:
    client = after_the_password()
    for number in range(CODES.most):
        assert "Dieser Code passt nicht" in typed(client, f"{number}" + "0" * 15).content.decode()
    assert typed(client, codes[0]).status_code == 429


def test_new_codes_void_the_old_ones(bruno: Staff, codes: list[str], clock: Clock) -> None:
    fresh = renew_recovery_codes(member=bruno, at=clock.moment)
    assert "Dieser Code passt nicht" in typed(after_the_password(), codes[0]).content.decode()
    assert typed(after_the_password(), fresh[0]).status_code == 302


def test_who_lost_the_only_passkey_comes_in_by_a_code(bruno: Staff, codes: list[str], clock: Clock) -> None:
    factor = totp_of(bruno)
    assert factor is not None
    factor.delete()
    Passkey.objects.create(staff=bruno, name="Laptop", credential_id=b"k", public_key=b"x", added_on=clock.moment)
    client = after_the_password()

    assert "Ist das Gerät weg?" in client.get("/desk/anmelden/code/").content.decode()
    assert typed(client, codes[0]).headers["Location"] == "/desk/konto/"


@pytest.mark.parametrize("end", ["reset", "close", "erase"])
def test_codes_end_with_the_second_factor_and_with_the_account(
    bruno: Staff, codes: list[str], clock: Clock, end: str
) -> None:
    if end == "reset":
        reset_second_factor(member=bruno, at=clock.moment)
    elif end == "close":
        close(member_id=bruno.pk, by=ADA, at=clock.moment)
    else:
        Staff.objects.update(is_active=False)
        erase(staff_stream(bruno), by="staff/paul", at=clock.moment)
    assert not RecoveryCode.objects.exists()


def test_the_database_keeps_one_code_per_digit(codes: list[str]) -> None:
    assert "identity_recoverycode_number_once" in refused_copy("identity_recoverycode")
    assert "identity_recoverycode_number_is_a_digit" in refused("UPDATE identity_recoverycode SET number = number + 10")
