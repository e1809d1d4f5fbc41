"""Letters of a kind of their own, so that the outbox is tested without booking."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from rathaus.notifications import ports
from rathaus.notifications.ports import Message
from tests.peers import MailServer


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """The town's mail server."""
    with MailServer() as server:
        settings.RATHAUS_SMTP_URL = server.url
        yield server


@pytest.fixture(autouse=True)
def _letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter `letter/NAME` goes to NAME@example.org; one to nobody is not written; `broken` cannot be."""

    def write(name: str, kind: str, at: datetime) -> Message | None:
        if name == "broken":
            raise ZeroDivisionError("amina@example.org")
        return Message(to=f"{name}@example.org", subject=kind, text="Guten Tag\n") if name != "nobody" else None

    monkeypatch.setitem(ports._composers, "letter", write)
