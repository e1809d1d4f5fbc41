"""The database is away: a calm page, whoever asks the database first."""

from typing import Never

import pytest
from django.db import OperationalError
from django.test import Client

from rathaus.booking import plan
from rathaus.towns import middleware


def gone(*_: object) -> Never:
    raise OperationalError("connection is bad")


@pytest.mark.parametrize("first", [(middleware, "town_of_host"), (plan, "version")])
def test_people_read_that_they_may_come_back_soon(
    amina: Client, monkeypatch: pytest.MonkeyPatch, first: tuple[object, str]
) -> None:
    monkeypatch.setattr(*first, gone)

    answer = amina.get("/termin/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "20"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.templates[0].name == "ui/away.html"
