"""Who may call: a key, its scopes, its limits; never a session."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from rathaus.api.keys import NoSuchClient, revoke
from rathaus.api.models import ApiClient
from rathaus.audit.models import Event
from rathaus.booking.models import Appointment
from rathaus.core.errors import Refused
from rathaus.identity.queries import SYSTEM
from tests.api.conftest import App, make_key
from tests.api.test_booking import code
from tests.clock import Clock
from tests.refusals import refused


def test_only_the_key_itself_opens(app: App) -> None:
    good = app.key
    number, secret = good.split("_", 2)[1:]
    wrong = [
        "",
        "rh",
        f"rh_{number}_{'A' * 43}",
        f"rh_{int(number) + 1}_{secret}",
        f"rh_{number}_{secret[:-1]}",
        "x" * 5000,
    ]

    for key in wrong:
        app.key = key
        answer = app.post("holds", app.wish())
        assert code(answer) == (401, "key-needed")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert not Appointment.objects.exists()


def test_a_key_is_not_stored(app: App) -> None:
    client = ApiClient.objects.get()
    secret = app.key.split("_", 2)[2]

    assert secret.encode() not in bytes(client.proof)
    assert secret not in "".join(str(bytes(event.canonical)) for event in Event.objects.all())


def test_a_key_in_a_cookie_an_address_or_as_basic_counts_for_nothing(app: App) -> None:
    key, app.key = app.key, ""

    assert app.get(f"appointments/{'A' * 46}?key={key}").status_code == 401
    assert app.get(f"appointments/{'A' * 46}", Authorization=f"Basic {key}").status_code == 401
    assert app.get(f"appointments/{'A' * 46}", Cookie=f"key={key}").status_code == 401


def test_a_scope_opens_what_it_says(app: App, clock: Clock) -> None:
    token = app.booked()["token"]
    app.key = make_key(clock.moment, "change")

    assert code(app.post("holds", app.wish())) == (403, "scope-missing")
    assert app.post(f"appointments/{token}/cancellation").status_code == 200

    app.key = make_key(clock.moment, "book")
    assert code(app.post(f"appointments/{token}/cancellation")) == (403, "scope-missing")
    assert app.get(f"appointments/{token}").status_code == 200


def test_a_revoked_key_is_worth_nothing(app: App, clock: Clock) -> None:
    client = ApiClient.objects.get()

    revoke(client_id=client.pk, by=SYSTEM, at=clock.moment)
    revoke(client_id=client.pk, by=SYSTEM, at=clock.moment)

    assert code(app.post("holds", app.wish())) == (401, "key-needed")
    assert list(Event.objects.filter(stream=f"api/{client.pk}").values_list("action", flat=True)) == [
        "api.make-key",
        "api.revoke-key",
    ]


def test_a_key_works_on_its_last_day_and_not_after(app: App, clock: Clock) -> None:
    app.key = make_key(clock.moment, expires_on=date(2026, 11, 24))
    clock.forward(days=1, hours=13)
    assert app.post("holds", app.wish()).status_code == 201

    clock.forward(hours=1)
    assert code(app.post("holds", app.wish())) == (401, "key-needed")


def test_a_client_holds_so_many_times_and_no_more(app: App, clock: Clock) -> None:
    app.key = make_key(clock.moment, most_holds=2)
    app.held("09:00")
    app.held("09:15")

    answer = app.post("holds", app.wish("09:30"))

    assert code(answer) == (429, "too-many-tries")
    assert int(answer.headers["Retry-After"]) > 0
    clock.forward(minutes=11)
    assert app.post("holds", app.wish("09:30")).status_code == 201


def test_guessing_keys_and_reading_are_limited(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from rathaus.api import gate
    from rathaus.core.limits import Limit

    monkeypatch.setattr(gate, "READS", Limit("api-read", most=3, seconds=60))
    app.key = ""

    statuses = [app.get("offices").status_code, app.post("holds", app.wish()).status_code]
    statuses += [app.get("offices").status_code, app.get("services").status_code]

    assert statuses == [200, 401, 200, 429]
    assert code(app.get("offices")) == (429, "too-many-tries")


def test_a_key_that_may_nothing_is_not_made(town: str, clock: Clock) -> None:
    with pytest.raises(Refused):
        make_key(clock.moment, expires_on=date(2026, 11, 22))
    assert not ApiClient.objects.exists()


def test_a_client_that_is_not_there(town: str, clock: Clock) -> None:
    with pytest.raises(NoSuchClient):
        revoke(client_id=4711, by=SYSTEM, at=clock.moment)


def test_a_client_asks_so_often_and_no_more(app: App, clock: Clock) -> None:
    app.key = make_key(clock.moment, most_requests=2)

    statuses = [app.get("offices").status_code, app.get(f"appointments/{'A' * 46}").status_code]
    statuses.append(app.get("offices").status_code)

    assert statuses == [200, 404, 429]


def test_the_database_knows_the_most(app: App) -> None:
    said = refused("UPDATE api_apiclient SET most_holds = 10001")
    assert "api_client_most_holds_up_to_10000" in said
    said = refused("UPDATE api_apiclient SET most_requests = 0")
    assert "api_client_most_requests_up_to_a_million" in said


def test_the_command_makes_lists_and_revokes(app: App, capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    call_command("api_key", "make", "--town", "musterstadt", "--title", "Terminal", "--scope", "book")
    app.key = capsys.readouterr().out.strip()
    assert app.post("holds", app.wish()).status_code == 201

    number = ApiClient.objects.get(title="Terminal").pk
    call_command("api_key", "revoke", "--town", "musterstadt", str(number))
    call_command("api_key", "list", "--town", "musterstadt")

    assert f"{number}  Terminal  book  revoked" in capsys.readouterr().out
    assert app.post("holds", app.wish()).status_code == 401


def test_a_session_is_no_key(app: App, amina: Client) -> None:
    app.key = ""
    assert app.post("holds", app.wish(), Cookie="rathaus_session=x").status_code == 401
