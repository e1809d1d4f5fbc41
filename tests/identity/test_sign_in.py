"""A member of staff signs in with password and code, or is told what to do."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from rathaus.audit.models import Event
from rathaus.core.retention import forget_due
from rathaus.identity.actions import PASSWORDS
from rathaus.identity.models import Staff
from rathaus.identity.queries import totp_of
from tests.clock import Clock
from tests.desk.people import PASSWORD, SECRET, browser, clerk, give_code, give_password
from tests.makers import Maker


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_bruno_signs_in_with_password_and_code(bruno: Staff, clock: Clock) -> None:
    client = browser()

    assert give_password(client).headers["Location"] == "/desk/anmelden/code/"
    assert give_code(client, at=clock.moment).headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_password_alone_opens_nothing(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)

    assert client.get("/desk/").headers["Location"] == "/desk/anmelden/?next=/desk/"


def test_after_signing_in_one_is_where_one_wanted_to_go(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client, next_url="/desk/suche/")

    assert give_code(client, at=clock.moment).headers["Location"] == "/desk/suche/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(bruno: Staff, clock: Clock, elsewhere: str) -> None:
    client = browser()
    give_password(client, next_url=elsewhere)

    assert give_code(client, at=clock.moment).headers["Location"] == "/desk/"


def test_unknown_account_wrong_password_and_closed_account_get_the_same_answer(bruno: Staff, clock: Clock) -> None:
    clerk(at=clock.moment, email="gone@example.org")
    Staff.objects.filter(email="gone@example.org").update(is_active=False)
    answers = [
        give_password(browser(), password="falsch-falsch-falsch"),
        give_password(browser(), email="nobody@example.org"),
        give_password(browser(), email="gone@example.org"),
    ]

    assert {a.status_code for a in answers} == {200}
    assert all("passen nicht zusammen" in said(a) for a in answers)


def test_a_code_is_good_only_once(bruno: Staff, clock: Clock) -> None:
    first, second = browser(), browser()
    give_password(first)
    give_password(second)

    assert give_code(first, at=clock.moment).status_code == 302
    assert "Dieser Code passt nicht" in said(give_code(second, at=clock.moment))


def test_the_code_of_another_moment_is_refused(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    shown = clock.moment
    clock.forward(minutes=3)

    assert "Dieser Code passt nicht" in said(give_code(client, at=shown))


def test_the_second_step_waits_ten_minutes_only(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    clock.forward(minutes=11)

    assert give_code(client, at=clock.moment).headers["Location"] == "/desk/anmelden/"


def test_guessing_a_password_ends_after_ten_tries_but_not_for_others(bruno: Staff, clock: Clock) -> None:
    for _try in range(10):
        give_password(browser(), password="falsch-falsch-falsch")
    limited = give_password(browser())
    elsewhere = browser()
    elsewhere.defaults["REMOTE_ADDR"] = "192.0.2.7"

    assert limited.status_code == 429
    assert give_password(elsewhere).status_code == 302


def test_guessing_codes_ends_after_ten_tries(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    for _try in range(10):
        client.post("/desk/anmelden/code/", {"code": "000000"})

    assert give_code(client, at=clock.moment).status_code == 429


def test_the_session_changes_with_each_step_and_ends_on_signing_out(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    half = client.cookies["sessionid"].value
    give_code(client, at=clock.moment)
    whole = client.cookies["sessionid"].value
    client.get("/desk/abmelden/")
    assert client.get("/desk/").status_code == 200

    client.post("/desk/abmelden/")

    assert half != whole
    assert not Session.objects.filter(session_key__in=[half, whole]).exists()
    assert client.get("/desk/").status_code == 302


def test_production_refuses_demo_staff_and_says_so(clock: Clock, make: Any, settings: Any) -> None:
    clerk(make.office().pk, at=clock.moment, is_demo=True)
    inside = browser()
    give_password(inside)
    give_code(inside, at=clock.moment)
    settings.IS_PRODUCTION = True

    assert "Übungskonto" in said(give_password(browser()))
    assert inside.get("/desk/").status_code == 302


def test_the_trail_tells_of_a_sign_in_without_name(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    give_code(client, at=clock.moment)

    event = Event.objects.get(action="identity.sign-in")
    assert event.actor.startswith("staff/")
    assert b"bruno" not in bytes(event.canonical).lower()


def test_no_row_tells_a_night_later_when_somebody_signed_in(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    give_code(client, at=clock.moment)
    factor = totp_of(bruno)
    assert factor is not None
    assert (factor.last_used_at, "last_counter" in factor.data) == (None, True)

    forget_due(at=clock.moment + timedelta(hours=12))

    factor.refresh_from_db()
    assert list(factor.data) == ["secret"]


def test_a_code_that_was_just_used_is_not_forgotten_at_night(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    give_code(client, at=clock.moment)

    forget_due(at=clock.moment + timedelta(minutes=2))

    again = browser()
    give_password(again)
    assert give_code(again, at=clock.moment).status_code != 302


def test_secret_and_password_are_not_stored_in_clear(bruno: Staff) -> None:
    factor = bruno.authenticator_set.get()  # type: ignore[attr-defined]

    assert SECRET not in str(factor.data)
    assert bruno.password.startswith("argon2$")
    assert PASSWORD not in bruno.password


def test_a_guessing_colleague_behind_the_same_address_locks_nobody_out(bruno: Staff, clock: Clock) -> None:
    mine, colleague = browser(), browser()
    give_password(mine)
    give_code(mine, at=clock.moment)
    mine.post("/desk/abmelden/")
    for _try in range(PASSWORDS.most):
        give_password(colleague, password="geraten-und-falsch")
    assert give_password(colleague).status_code == 429

    assert give_password(mine).headers["Location"] == "/desk/anmelden/code/"


def test_a_known_browser_has_ten_tries_too_and_spares_no_step(bruno: Staff, clock: Clock) -> None:
    mine = browser()
    give_password(mine)
    give_code(mine, at=clock.moment)
    mine.post("/desk/abmelden/")
    assert mine.get("/desk/").headers["Location"].startswith("/desk/anmelden/")
    tries = [give_password(mine, password="geraten-und-falsch").status_code for _try in range(PASSWORDS.most + 1)]
    assert tries == [200] * PASSWORDS.most + [429]


@pytest.mark.parametrize("forged", ["x", "", "gAAAAA", "ü"])
def test_a_forged_mark_of_a_known_browser_counts_for_nothing(bruno: Staff, clock: Clock, forged: str) -> None:
    stranger = browser()
    stranger.cookies["bekannt"] = forged
    for _try in range(PASSWORDS.most):
        give_password(stranger, password="geraten-und-falsch")
    assert give_password(browser()).status_code == 429


def test_the_mark_of_one_account_is_worth_nothing_for_another(make: Maker, bruno: Staff, clock: Clock) -> None:
    mine = browser()
    give_password(mine)
    give_code(mine, at=clock.moment)
    mine.post("/desk/abmelden/")
    clerk(make.office().pk, at=clock.moment, email="chloe@example.org")
    for _try in range(PASSWORDS.most):
        give_password(browser(), email="chloe@example.org", password="geraten-und-falsch")
    assert give_password(mine, email="chloe@example.org").status_code == 429


def test_the_page_of_cookies_names_those_of_the_staff(bruno: Staff, clock: Clock) -> None:
    client = browser()
    give_password(client)
    give_code(client, at=clock.moment)
    page = said(client.get("/cookies/"))
    assert set(client.cookies) >= {"bekannt", "sessionid"}
    for name in {*client.cookies, "stadtkonto"}:
        assert f"<code>{name}</code>" in page
