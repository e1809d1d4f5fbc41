"""What tests of the API share: a client with a key, and the moment that views see."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from rathaus.api.keys import make_client
from rathaus.identity.queries import SYSTEM
from tests.booking.journey import MONDAY, Counter
from tests.clock import Clock
from tests.makers import Maker

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def make_key(at: datetime, *scopes: str, most_holds: int = 1000, **values: Any) -> str:
    """This will make a client and return its key."""
    given = {"title": "Stadt-App", "expires_on": None, "most_requests": 1000, **values}
    return make_client(scopes=list(scopes or ("book", "change")), most_holds=most_holds, by=SYSTEM, at=at, **given)[1]


@dataclass
class App:
    """A program with a key."""

    key: str
    counter: Counter

    def get(self, path: str, **headers: str) -> "Answer":
        """This will ask."""
        return Client(HTTP_HOST="localhost").get(f"/api/v1/{path}", headers=self.headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> "Answer":
        """This will send JSON."""
        client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
        kind = "text/plain" if body is None else "application/json"
        return client.post(f"/api/v1/{path}", data=body or "", content_type=kind, headers=self.headers(headers))

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        """Those of every request; `key` is the idempotency key."""
        found = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        named = {"key": "Idempotency-Key", "language": "Accept-Language"}
        return found | {named.get(name, name): value for name, value in more.items()}

    def wish(self, time: str = "09:00", **values: Any) -> dict[str, Any]:
        """A time to hold."""
        wished = [{"service": self.counter.service.pk}]
        return {"office": self.counter.office.pk, "services": wished, "day": MONDAY, "time": time, **values}

    def held(self, time: str = "09:00") -> dict[str, Any]:
        """This will hold a time."""
        answer = self.post("holds", self.wish(time))
        assert answer.status_code == 201, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def booked(self, time: str = "09:00") -> dict[str, Any]:
        """This will hold and confirm."""
        token = self.held(time)["token"]
        answer = self.post(f"appointments/{token}/confirmation", {"name": "Amina", "email": "amina@example.org"})
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def app(town: str, make: Maker, clock: Clock) -> App:
    """A program with both scopes, in a town with one counter for two."""
    return App(make_key(clock.moment), Counter(*make.counter(capacity=2)))
