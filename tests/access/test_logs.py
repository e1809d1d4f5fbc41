"""Logs tell what went wrong, and never whom it befell: booking, desk, failures, searched for people."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rathaus.booking.models import Appointment
from rathaus.project.log_format import HIDDEN, DiscreetFormatter, JsonFormatter
from tests.access.conftest import World, undone
from tests.access.matrix import ROWS
from tests.access.urls import address, form, query, values_for
from tests.access.world import TownWorld


class Log:
    """What the product would write, were it more talkative."""

    def __init__(self) -> None:
        self.lines = io.StringIO()

    @property
    def text(self) -> str:
        """All of it."""
        return self.lines.getvalue()

    def names(self, words: frozenset[str]) -> set[str]:
        """Which of the words stand in it."""
        return {word for word in words if word in self.text}


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    """Everything that is logged from INFO on, in both formats of the product."""
    kept = Log()
    handler = logging.StreamHandler(kept.lines)
    text = DiscreetFormatter("%(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonFormatter() if request.param == "json" else text)
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "rathaus", "rathaus.requests")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    loggers[0].addHandler(handler)
    yield kept
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def personal(town: TownWorld) -> frozenset[str]:
    """What must not stand in a log: also the words that people type in these tests, and parts of names."""
    old = {visit.old_token for visit in (town.visit, town.hold, town.waiting)}
    return town.all_words | old | {"Yılmaz", "amina@example.org", "Amina"}


def ask_everything(town: TownWorld) -> None:
    for name in ROWS:
        for actor in ("holder", "revoked", "own", "protection"):
            path = address(name, "de", **values_for(name, town, actor))
            with undone():
                town.browser(actor).get(path, query(name, town))
                town.browser(actor).post(path, form(name, town, actor))
                town.browser(actor, is_strict=True).post(path, form(name, town, actor))


def test_nothing_that_people_do_names_them_in_the_log(world: World, log: Log) -> None:
    ask_everything(world.here)

    assert "Forbidden (CSRF cookie not set.)" in log.text
    assert "Not Found" in log.text
    assert log.names(personal(world.here)) == set()


def test_no_failure_names_them(world: World, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    town = world.here

    def fail(*_args: Any, **_values: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE booking_appointment SET booked_at = NULL WHERE name = %s", [name_of(town)])

    for target in ("booking.views.appointment.cancel_action", "booking.views.contact.confirm", "desk.actions.record"):
        monkeypatch.setattr(f"rathaus.{target}", fail)
    for name, actor in [("booking:cancel", "holder"), ("booking:contact", "holder"), ("desk:retry_message", "own")]:
        path = address(name, "de", **values_for(name, town, actor))
        assert town.browser(actor).post(path, form(name, town, actor)).status_code == 500

    assert log.text.count("Internal Server Error") == 3
    assert "23514 booking_appointment booking_appointment_booked_has_moment" in log.text
    assert log.names(personal(town)) == set()


def name_of(town: TownWorld) -> str:
    return Appointment.objects.get(pk=town.visit.id).name


def formatted(error: Exception | None, message: str, *values: object) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("rathaus", logging.ERROR, __file__, 1, message, values, info)
    return DiscreetFormatter().format(record)


@pytest.mark.parametrize("personal", ["amina@example.org", "<amina.yilmaz+amt@post.example.org>", "+4915123456789"])
def test_addresses_are_hidden(personal: str) -> None:
    line = formatted(None, "no answer from %s today", personal)

    assert HIDDEN in line
    assert not any(part in line for part in ("amina", "post", "49151"))


def test_a_database_error_tells_table_and_constraint_but_no_row(world: World) -> None:
    visit = Appointment.objects.get(pk=world.here.visit.id)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Appointment.objects.filter(pk=visit.pk).update(extensions=11)
    assert visit.name in str(refused.value)

    line = formatted(refused.value, "failed")

    assert "IntegrityError: 23514 booking_appointment booking_appointment_at_most_ten_extensions" in line
    assert visit.name not in line
    assert "Failing row" not in line


def test_an_ordinary_error_keeps_its_words() -> None:
    assert "ValueError: no such town" in formatted(ValueError("no such town"), "failed in %s", "musterstadt")


def test_the_formatter_is_the_one_of_the_product(settings: Any) -> None:
    kept = settings.LOGGING
    assert kept["formatters"]["line"]["()"] == f"{DiscreetFormatter.__module__}.{DiscreetFormatter.__name__}"
    assert {handler["formatter"] for handler in kept["handlers"].values()} == {"line"}
