"""A session ends when it is not used, when it is old, when the account is closed, and when somebody ends it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rathaus.core.retention import forget_due
from rathaus.identity.actions import end_sessions
from rathaus.identity.models import Staff, StaffSession
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.identity.rules import device_of
from rathaus.identity.sessions import IDLE, LONGEST, forget_sessions
from tests.clock import Clock
from tests.desk.people import clerk

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PASSWORD, NEW = "richtig-lang-und-geheim", "kranich-lampe-neun-segel"


def signed_in(member: Staff, agent: str = FIREFOX) -> Client:
    client = Client(HTTP_HOST="localhost", HTTP_USER_AGENT=agent)
    client.force_login(member)
    assert client.get("/desk/").status_code == 200
    return client


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_an_hour_without_use_ends_it(bruno: Staff, clock: Clock) -> None:
    client = signed_in(bruno)
    clock.moment += IDLE
    assert is_in(client)
    clock.moment += IDLE + timedelta(seconds=1)

    assert not is_in(client)
    clock.moment -= IDLE
    assert not is_in(client)  # it does not come back


def test_after_ten_hours_it_ends_however_busy_one_was(bruno: Staff, clock: Clock, settings: Any) -> None:
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) == LONGEST
    client = signed_in(bruno)
    for _ in range(19):
        clock.moment += timedelta(minutes=30)
        assert is_in(client)
    clock.moment += timedelta(minutes=31)

    assert not is_in(client)


def test_the_night_in_between_does_not_begin_the_ten_hours_anew(bruno: Staff, clock: Clock) -> None:
    client = signed_in(bruno)
    for _ in range(19):
        clock.moment += timedelta(minutes=30)
        assert is_in(client)
    session = client.session
    session["said"] = "late"  # whatever is kept in it, Django lets it stand for ten hours more
    session.save()
    clock.moment += timedelta(minutes=31)
    forget_sessions(at=clock.moment)

    assert not is_in(client)


def test_a_stolen_session_is_seen_and_ended(bruno: Staff) -> None:
    mine = signed_in(bruno)
    stolen = signed_in(bruno, "curl/8")
    page = mine.get("/desk/konto/").content.decode()
    assert "Firefox, Windows" in page
    assert page.count('name="sitzung"') == 1

    other = StaffSession.objects.exclude(key=mine.session.session_key).get()
    mine.post("/desk/konto/", {"sitzung": other.pk})

    assert is_in(mine)
    assert not is_in(stolen)


def test_nobody_ends_the_session_of_somebody_else(bruno: Staff, clock: Clock) -> None:
    dario = clerk(bruno.assignments.get().office_id or 0, at=clock.moment, email="dario@example.org")
    his = signed_in(dario)
    mine = signed_in(bruno)
    mine.post("/desk/konto/", {"sitzung": StaffSession.objects.get(staff=dario).pk})
    mine.post("/desk/konto/", {"sitzung": "x" * 3})

    assert is_in(his)


def test_another_password_ends_every_other_session(bruno: Staff) -> None:
    bruno.set_password(PASSWORD)
    bruno.save()
    mine, stolen = signed_in(bruno), signed_in(bruno)

    page = mine.post("/desk/konto/", {"schritt": "passwort", "current": PASSWORD, "password": NEW}).content.decode()

    assert "Das Passwort ist geändert." in page
    assert is_in(mine)
    assert not is_in(stolen)
    bruno.refresh_from_db()
    assert bruno.check_password(NEW)


@pytest.mark.parametrize(("current", "new"), [("falsch", NEW), (PASSWORD, "kurz"), (PASSWORD, "qwerty123456")])
def test_a_wrong_or_a_weak_password_changes_nothing(current: str, new: str, bruno: Staff) -> None:
    bruno.set_password(PASSWORD)
    bruno.save()
    mine = signed_in(bruno)

    mine.post("/desk/konto/", {"schritt": "passwort", "current": current, "password": new})

    bruno.refresh_from_db()
    assert bruno.check_password(PASSWORD)


def test_the_administration_signs_somebody_out_everywhere(bruno: Staff, clock: Clock) -> None:
    client = signed_in(bruno)
    ada = Actor("staff/ada", is_staff=True, grants=frozenset({(Right.STAFF, None)}))

    end_sessions(member_id=bruno.pk, by=ada, at=clock.moment)

    assert not is_in(client)


def test_the_night_forgets_old_sessions(bruno: Staff, clock: Clock) -> None:
    signed_in(bruno)

    forget_due(at=clock.moment + LONGEST + timedelta(minutes=1))

    assert not StaffSession.objects.exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [(FIREFOX, "Firefox, Windows"), ("Mozilla/5.0 (iPhone) Version/18 Safari/604", "Safari, iPhone"), ("", "")],
)
def test_a_device_is_told_roughly(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_signing_out_has_the_browser_forget_what_it_kept(bruno: Staff) -> None:
    client = signed_in(bruno)
    assert client.post("/desk/abmelden/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in client.get("/desk/anmelden/").headers["Cache-Control"]
