"""A request that comes twice does its work once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tenants.utils import schema_context

from rathaus.api.idempotency import forget
from rathaus.api.models import Answered
from rathaus.booking.models import Appointment
from tests.api.conftest import App, make_key
from tests.api.test_booking import code
from tests.booking.journey import Counter
from tests.clock import Clock
from tests.makers import Maker
from tests.refusals import refused_copy


def test_the_same_request_gets_the_same_answer(app: App) -> None:
    first = app.post("holds", app.wish(), key="a")
    second = app.post("holds", app.wish(), key="a")

    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert Appointment.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(app: App) -> None:
    app.post("holds", app.wish("09:00"), key="a")

    assert code(app.post("holds", app.wish("09:15"), key="a")) == (409, "idempotency-key-reused")
    assert Appointment.objects.count() == 1


def test_what_failed_may_be_tried_again(app: App) -> None:
    token = app.held()["token"]
    assert app.post(f"appointments/{token}/confirmation", {"name": ""}, key="a").status_code == 422

    assert app.post(f"appointments/{token}/confirmation", {"name": "Amina"}, key="a").status_code == 200


def test_another_client_has_keys_of_its_own(app: App, clock: Clock) -> None:
    app.post("holds", app.wish(), key="a")
    app.key = make_key(clock.moment)

    app.post("holds", app.wish(), key="a")

    assert Appointment.objects.count() == 2


@pytest.mark.parametrize("key", ["", "ä", "x" * 256, "a b"])
def test_a_key_that_is_none(app: App, key: str) -> None:
    assert code(app.post("holds", app.wish(), key=key)) == (400, "idempotency-key-invalid")


def test_no_body_is_kept(app: App) -> None:
    token = app.held()["token"]
    app.post(f"appointments/{token}/confirmation", {"name": "Amina", "email": "amina@example.org"}, key="a")

    row = Answered.objects.get()

    assert b"mina" not in bytes(row.fingerprint)
    assert token not in str(vars(row))


def test_keys_are_forgotten_after_a_day(app: App, clock: Clock) -> None:
    app.post("holds", app.wish(), key="a")

    assert forget(at=clock.moment + timedelta(hours=23)) == 0
    assert forget(at=clock.moment + timedelta(hours=25)) == 1


def test_the_database_knows_each_key_once(app: App) -> None:
    app.post("holds", app.wish(), key="a")

    assert "api_answered_once_per_client_and_key" in refused_copy("api_answered")


def test_eight_at_once_book_one_visit(race_town: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)
    app = App(make_key(now), Counter(*Maker(now).counter(capacity=8)))

    def send(_index: int) -> tuple[int, str]:
        try:
            with schema_context("musterstadt"):
                answer = app.post("holds", app.wish(), key="the-very-same")
                return answer.status_code, answer.json()["token"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert Appointment.objects.count() == 1
