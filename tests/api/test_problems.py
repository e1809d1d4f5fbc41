"""Programs get one shape of an error, whatever went wrong."""

import pytest
from django.db import OperationalError
from django.test import Client

from rathaus.project.bridge import Refused, worded
from rathaus.towns import middleware
from tests.api.conftest import App
from tests.api.test_booking import code


def test_an_address_that_does_not_exist(amina: Client) -> None:
    assert code(amina.get("/api/v2/offices")) == (404, "not-found")
    assert code(amina.get("/api/")) == (404, "not-found")


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_a_method_that_does_not_exist(app: App, method: str) -> None:
    answer = getattr(Client(HTTP_HOST="localhost"), method)("/api/v1/holds")

    assert code(answer) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "POST"


def test_a_body_that_is_no_json(app: App) -> None:
    client = Client(HTTP_HOST="localhost", headers=app.headers({}))

    assert code(client.post("/api/v1/holds", b"{", content_type="application/json")) == (400, "unreadable")
    assert code(client.post("/api/v1/holds", b"\xff\xfe", content_type="application/json")) == (400, "unreadable")
    assert code(client.post("/api/v1/holds", {"office": 1})) == (415, "not-json")
    assert code(client.post("/api/v1/holds", content_type="application/json")) == (422, "invalid")


def test_a_body_that_is_too_large(app: App) -> None:
    client = Client(HTTP_HOST="localhost", headers=app.headers({}))

    assert code(client.post("/api/v1/holds", b" " * 3_000_000, content_type="application/json")) == (413, "too-large")


def test_the_database_is_away(amina: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> object:
        raise OperationalError("connection is bad")

    monkeypatch.setattr(middleware, "town_of_host", gone)

    answer = amina.get("/api/v1/offices")

    assert code(answer) == (503, "away")
    assert answer.headers["Retry-After"] == "20"


def test_a_body_that_django_never_sees() -> None:
    refused = Refused(413, "Zu groß.\nToo large.\n")

    kind, text = worded(refused, "/api/v1/holds")

    assert kind == "application/problem+json"
    assert text == b'{"type":"about:blank","title":"Too large.","status":413}'
    assert worded(refused, "/termin/") == ("text/plain; charset=utf-8", "Zu groß.\nToo large.\n".encode())


def test_free_times_that_cannot_be_told(amina: Client, app: App) -> None:
    assert code(amina.get("/api/v1/free-times")) == (422, "invalid")
    office = app.counter.office.pk
    assert code(amina.get(f"/api/v1/free-times?office={office}&l=x&month=2026-11")) == (409, "not-possible")
