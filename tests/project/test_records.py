"""Each request leaves one line that machines can read, and all its lines share a number."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from rathaus.project.log_format import JsonFormatter


def fault(request: HttpRequest) -> HttpResponse:
    """A view with a mistake."""
    raise ZeroDivisionError


urlpatterns = [path("fault/", fault, name="fault")]


class Lines:
    """What was logged."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def all(self) -> list[dict[str, Any]]:
        """Every line, read."""
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    kept = Lines()
    handler = logging.StreamHandler(kept.stream)
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger("rathaus.requests"), logging.getLogger("rathaus.web"), logging.getLogger("django")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield kept
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_an_answer_is_one_line(amina: Client, lines: Lines) -> None:
    answer = amina.get("/leistungen/?q=hund")

    [line] = [line for line in lines.all() if line["logger"] == "rathaus.requests"]
    assert line["route"] == "portal:services"
    assert (line["method"], line["status"], line["town"]) == ("GET", 200, "musterstadt")
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["ms"] > 0
    assert "hund" not in json.dumps(line)


def test_each_request_has_a_number_of_its_own(amina: Client, lines: Lines) -> None:
    numbers = {amina.get("/leistungen/").headers["X-Request-ID"] for _ in range(3)}

    assert len(numbers) == 3
    assert {line["request"] for line in lines.all()} == numbers


@pytest.mark.urls("tests.project.test_records")
def test_a_fault_tells_its_trace_under_the_number_of_its_request(town: str, lines: Lines) -> None:
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)

    answer = client.get("/fault/")

    told = [line for line in lines.all() if "ZeroDivisionError" in line.get("trace", "")]
    assert told
    assert {line["request"] for line in told} == {answer.headers["X-Request-ID"]}


def test_a_line_between_requests_has_no_number() -> None:
    record = logging.LogRecord("rathaus.jobs", logging.INFO, __file__, 1, "done with %s", ("amina@example.org",), None)

    line = json.loads(JsonFormatter().format(record))

    assert "request" not in line
    assert line["message"] == "done with [...]"
