"""A member adds passkeys, signs in with one instead of password and code, and takes them away again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_tenants.utils import schema_context

from rathaus.audit.models import Event
from rathaus.core.limits import spend
from rathaus.core.persons import Asked, Kind
from rathaus.identity.actions import close, reopen, reset_second_factor
from rathaus.identity.actions.passkeys import MOST, QUESTIONS
from rathaus.identity.models import Passkey, Staff
from rathaus.identity.passkeys.challenge import SECONDS
from rathaus.identity.persons import erase, find
from rathaus.identity.queries import Actor, staff_stream, totp_of
from rathaus.identity.rights import Right
from tests.authenticator import Device
from tests.clock import Clock
from tests.desk.people import PASSWORD, browser, clerk, give_code, give_password
from tests.identity.passkeys import NEW, add, answer, asked, asked_to_add, sign_in
from tests.refusals import refused, refused_copy

ADA = Actor("staff/ada", is_staff=True, grants=frozenset({(Right.STAFF, None)}))


def said(answer: Any) -> str:
    return str(answer.content.decode())


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Argon2 is slow by design; what it does is told in `test_sign_in.py`."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def inside(bruno: Staff, clock: Clock) -> Client:
    """Bruno's browser, signed in with password and code."""
    client = browser()
    give_password(client)
    give_code(client, at=clock.moment)
    return client


@pytest.fixture
def device(inside: Client) -> Device:
    """A device with a passkey of Bruno."""
    device = Device()
    assert add(inside, device).status_code == 302
    return device


def test_bruno_adds_a_passkey_and_signs_in_without_a_password(device: Device, bruno: Staff, clock: Clock) -> None:
    client = browser()

    assert sign_in(client, device).headers["Location"] == "/desk/"
    assert is_in(client)
    assert client.session["_auth_user_id"] == str(bruno.pk)


def test_the_account_lists_each_passkey_and_says_that_it_was_added(inside: Client, bruno: Staff) -> None:
    add(inside, Device(), name="Dienst-Laptop")
    add(inside, Device(), name="Schlüsselbund")
    page = said(inside.get("/desk/konto/"))

    assert "Der Passkey ist hinzugefügt." in page
    assert page.index("Dienst-Laptop, hinzugefügt am 23.11.2026") < page.index("Schlüsselbund, hinzugefügt am")
    assert "Der Passkey ist hinzugefügt." not in said(inside.get("/desk/konto/"))


def test_a_passkey_stands_in_for_the_code_after_the_password(device: Device, clock: Clock) -> None:
    client = browser()
    give_password(client, next_url="/desk/suche/")
    assert "Stattdessen mit Passkey anmelden" in said(client.get("/desk/anmelden/code/"))
    options = asked(client, schritt="code")
    assert len(options["allowCredentials"]) == 1

    there = answer(client, device.use(options, names_handle=False))

    assert there.headers["Location"] == "/desk/suche/"
    assert is_in(client)


def test_the_code_stays_good_beside_a_passkey(device: Device, clock: Clock) -> None:
    clock.forward(minutes=2)
    client = browser()
    give_password(client)

    assert give_code(client, at=clock.moment).headers["Location"] == "/desk/"


def test_without_a_passkey_the_second_step_offers_none(bruno: Staff) -> None:
    client = browser()
    give_password(client)

    assert "Passkey" not in said(client.get("/desk/anmelden/code/"))


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_passkey_never_leads_to_another_site(device: Device, elsewhere: str) -> None:
    assert sign_in(browser(), device, next_url=elsewhere).headers["Location"] == "/desk/"


def test_an_answer_is_good_only_once(device: Device) -> None:
    first, second = browser(), browser()
    text = device.use(asked(first))
    asked(second)
    assert answer(second, text).status_code == 403  # another browser was asked something else
    assert answer(first, text).status_code == 302
    first.post("/desk/abmelden/")

    assert answer(first, text).status_code == 403
    assert not is_in(first)


def test_two_requests_with_one_answer_at_once_sign_in_once(device: Device) -> None:
    """Both have read the session before either of them wrote it."""
    client, twin = browser(), browser()
    text = device.but(counts=False).use(asked(client))
    waiting = client.session["passkey"]
    answer(client, text)
    session = twin.session
    session["passkey"] = waiting
    session.save()

    assert answer(twin, text).status_code == 403


def test_an_answer_that_comes_too_late_is_refused(device: Device, clock: Clock) -> None:
    client = browser()
    text = device.use(asked(client))
    clock.forward(seconds=SECONDS + 1)

    assert answer(client, text).status_code == 403


def test_an_answer_to_adding_signs_nobody_in(inside: Client, device: Device) -> None:
    client = browser()
    options = asked(client)
    options["challenge"] = asked_to_add(inside)["challenge"]

    assert answer(client, device.use(options)).status_code == 403


def test_a_refusal_never_tells_whether_there_is_an_account(device: Device) -> None:
    unknown, forged = Device(), device.but()
    unknown.make({"challenge": "AAAA", "rp": {"id": "localhost"}, "user": {"id": "AAAA"}})
    forged.key = unknown.key
    pages = [sign_in(browser(), one) for one in (unknown, forged, device.but(origin="http://evil.example"))]
    pages.append(answer(browser(), "{}"))

    assert {page.status_code for page in pages} == {403}
    assert all("Das hat mit diesem Passkey nicht geklappt." in said(page) for page in pages)


def test_a_closed_account_loses_its_passkeys_for_good(device: Device, bruno: Staff, clock: Clock) -> None:
    bruno.assignments.all().delete()
    close(member_id=bruno.pk, by=ADA, at=clock.moment)
    assert sign_in(browser(), device).status_code == 403
    reopen(member_id=bruno.pk, by=ADA, at=clock.moment)

    assert sign_in(browser(), device).status_code == 403


def test_an_account_that_was_closed_by_hand_opens_to_no_passkey(device: Device, bruno: Staff) -> None:
    Staff.objects.update(is_active=False)

    assert sign_in(browser(), device).status_code == 403


def test_after_a_password_only_the_own_passkey_counts(device: Device, clock: Clock) -> None:
    clerk(at=clock.moment, email="dario@example.org")
    client = browser()
    give_password(client, email="dario@example.org")
    options = asked(client, schritt="code")
    assert "allowCredentials" not in options

    assert answer(client, device.use(options)).status_code == 403
    assert not is_in(client)


def test_a_device_has_to_say_whose_passkey_it_is(device: Device) -> None:
    client = browser()

    assert answer(client, device.use(asked(client), names_handle=False)).status_code == 403
    assert sign_in(client, device.but(handle=b"x" * 32)).status_code == 403


def test_the_passkey_of_one_town_opens_nothing_in_another(device: Device, bruno: Staff) -> None:
    row, there = Passkey.objects.get(), browser("beispielhausen.localhost")
    with schema_context("beispielhausen"):
        twin = Staff.objects.create_user("bruno@example.org", PASSWORD, name="Bruno")
    elsewhere = device.but(origin="http://beispielhausen.localhost")
    assert sign_in(there, elsewhere).status_code == 403

    with schema_context("beispielhausen"):  # even if its row were carried over
        Passkey.objects.create(
            staff=twin, name="x", credential_id=row.credential_id, public_key=row.public_key, added_on=row.added_on
        )

    assert sign_in(there, elsewhere).status_code == 403
    assert sign_in(there, elsewhere.but(host="localhost")).status_code == 403
    assert not is_in(there)


def test_a_copied_passkey_is_refused_and_the_trail_tells(device: Device, bruno: Staff) -> None:
    copy = device.but()
    sign_in(browser(), device)

    assert "vielleicht kopiert" in said(sign_in(browser(), copy))
    assert Event.objects.filter(stream=staff_stream(bruno), action="identity.doubt-passkey").exists()


def test_a_passkey_that_counts_nothing_stays_good(inside: Client) -> None:
    device = Device(counts=False)
    add(inside, device)

    assert [sign_in(browser(), device).status_code for _time in range(2)] == [302, 302]


@pytest.mark.parametrize(
    "wrong", [{"is_verified": False}, {"origin": "https://evil.example"}, {"host": "evil.example"}]
)
def test_a_passkey_that_is_not_made_as_asked_is_not_kept(inside: Client, wrong: dict[str, Any]) -> None:
    assert add(inside, Device(**wrong)).status_code == 403
    assert not Passkey.objects.exists()


def test_adding_needs_the_password_again(inside: Client) -> None:
    page = said(inside.post(NEW, {"name": "Meiner", "password": "falsch"}))

    assert "Das Passwort stimmt nicht." in page
    assert "data-question" not in page


def test_nothing_is_added_that_was_not_asked_for(inside: Client, device: Device) -> None:
    options = asked_to_add(inside)
    inside.post(NEW, {"name": "Erster", "answer": Device().make(options)})

    again = inside.post(NEW, {"name": "Zweiter", "answer": Device().make(options)})

    assert again.status_code == 403
    assert not Passkey.objects.filter(name="Zweiter").exists()


def test_guessing_the_password_of_an_open_desk_ends_after_ten_tries(inside: Client) -> None:
    answers = [inside.post(NEW, {"name": "Meiner", "password": "falsch"}).status_code for _try in range(11)]

    assert answers == [200] * 10 + [429]


def test_whoever_has_no_password_here_signs_in_anew_first(inside: Client, bruno: Staff, clock: Clock) -> None:
    Staff.objects.filter(pk=bruno.pk).update(password="!none")
    inside.force_login(Staff.objects.get(pk=bruno.pk))
    inside.get("/desk/")
    assert add(inside, Device()).status_code == 302
    clock.forward(minutes=11)

    assert "Bitte melden Sie sich erst ab und neu an." in said(inside.post(NEW, {"name": "Noch einer"}))


def test_a_passkey_is_added_once(inside: Client, device: Device) -> None:
    page = inside.post(NEW, {"name": "Noch einmal", "answer": device.make(asked_to_add(inside))})

    assert "Diesen Passkey gibt es hier schon." in said(page)


def test_ten_passkeys_are_enough(inside: Client, bruno: Staff) -> None:
    for number in range(MOST):
        Passkey.objects.create(
            staff=bruno, name="x", credential_id=bytes([number]), public_key=b"x", added_on="2026-11-23"
        )

    assert "Sie haben schon zehn Passkeys." in said(inside.post(NEW, {"name": "Elfter", "password": PASSWORD}))


def test_bruno_names_a_passkey_anew_and_removes_it(inside: Client, device: Device) -> None:
    page = f"{NEW}{Passkey.objects.get().pk}/"
    inside.post(page, {"name": "Alter Laptop"})
    assert "Alter Laptop" in said(inside.get("/desk/konto/"))
    assert "Das Passwort stimmt nicht." in said(inside.post(page, {"schritt": "entfernen", "password": "falsch"}))
    inside.post(page, {"schritt": "entfernen", "password": PASSWORD})

    assert "Der Passkey ist entfernt." in said(inside.get("/desk/konto/"))
    assert sign_in(browser(), device).status_code == 403


def test_nobody_touches_the_passkey_of_somebody_else(inside: Client, device: Device, clock: Clock) -> None:
    page = f"{NEW}{Passkey.objects.get().pk}/"
    dario = clerk(at=clock.moment, email="dario@example.org")
    his = browser()
    his.force_login(dario)

    assert his.get(page).status_code == 404
    assert his.post(page, {"schritt": "entfernen", "password": PASSWORD}).status_code == 404
    assert Passkey.objects.count() == 1


def test_the_last_second_factor_stays(inside: Client, device: Device, bruno: Staff) -> None:
    factor = totp_of(bruno)
    assert factor is not None
    factor.delete()
    page = f"{NEW}{Passkey.objects.get().pk}/"

    assert "Das ist Ihr einziger zweiter Schritt." in said(
        inside.post(page, {"schritt": "entfernen", "password": PASSWORD})
    )
    assert Passkey.objects.exists()


def test_who_has_only_a_passkey_shows_it_after_the_password(device: Device, bruno: Staff) -> None:
    factor = totp_of(bruno)
    assert factor is not None
    factor.delete()
    client = browser()

    assert give_password(client).headers["Location"] == "/desk/anmelden/code/"
    assert "Jetzt fehlt noch Ihr Passkey." in said(client.get("/desk/anmelden/code/"))
    assert sign_in(client, device, schritt="code").status_code == 302


def test_a_lost_second_factor_takes_the_passkeys_along(device: Device, bruno: Staff, clock: Clock) -> None:
    reset_second_factor(member=bruno, at=clock.moment)

    assert sign_in(browser(), device).status_code == 403
    assert give_password(browser()).headers["Location"] == "/desk/anmelden/einrichten/"


def test_questions_from_one_network_are_limited(town: str, clock: Clock) -> None:
    for _try in range(QUESTIONS.most - 1):
        spend(QUESTIONS, "127.0.0.1", at=clock.moment)
    first, second = [browser().post("/desk/anmelden/passkey/frage/") for _try in range(2)]

    assert (first.status_code, second.status_code) == (200, 429)
    assert "sehr viele Versuche" in second.json()["message"]


def test_a_passkey_after_the_password_is_limited_as_codes_are(device: Device, clock: Clock) -> None:
    client = browser()
    give_password(client)
    for _try in range(10):
        answer(client, device.but(origin="http://evil.example").use(asked(client, schritt="code")))

    assert sign_in(client, device, schritt="code").status_code == 429


def test_production_refuses_the_passkey_of_demo_staff(device: Device, bruno: Staff, settings: Any) -> None:
    Staff.objects.update(is_demo=True)
    settings.IS_PRODUCTION = True

    assert sign_in(browser(), device).status_code == 403


def test_the_trail_tells_of_passkeys_without_a_name(inside: Client, device: Device, bruno: Staff) -> None:
    sign_in(browser(), device)
    inside.post(f"{NEW}{Passkey.objects.get().pk}/", {"schritt": "entfernen", "password": PASSWORD})
    told = list(Event.objects.filter(stream=staff_stream(bruno)).order_by("pk").values_list("action", flat=True))

    assert told[-3:] == ["identity.add-passkey", "identity.sign-in-by-passkey", "identity.remove-passkey"]
    assert b"Laptop" not in b"".join(bytes(one) for one in Event.objects.values_list("canonical", flat=True))


def test_no_row_tells_when_a_passkey_was_used(device: Device, clock: Clock) -> None:
    before: dict[str, Any] = dict(Passkey.objects.values().get())
    clock.moment += timedelta(days=1)
    sign_in(browser(), device)
    after: dict[str, Any] = dict(Passkey.objects.values().get())

    assert {name for name in before if before[name] != after[name]} == {"sign_count"}


def test_a_person_is_told_of_their_passkeys_and_erased_with_them(device: Device, bruno: Staff, clock: Clock) -> None:
    held = find(Asked(Kind.EMAIL, bruno.email), at=clock.moment)[0]
    assert ("Dienst-Laptop, 23.11.2026",) in [fact.value for fact in held.facts]
    Staff.objects.update(is_active=False)
    erase(held.key, by="system", at=clock.moment)

    assert not Passkey.objects.exists()


def test_the_session_changes_when_a_passkey_signs_in(device: Device) -> None:
    client = browser()
    text = device.use(asked(client))
    before = client.cookies["sessionid"].value
    answer(client, text)

    assert client.cookies["sessionid"].value != before


def test_one_passkey_is_never_two_a_count_is_one_and_a_name_is_there(device: Device) -> None:
    assert "identity_passkey_credential_id" in refused_copy("identity_passkey")
    assert "identity_passkey_count_is_32_bits" in refused("UPDATE identity_passkey SET sign_count = -1")
    assert "identity_passkey_has_a_name" in refused("UPDATE identity_passkey SET name = ''")
