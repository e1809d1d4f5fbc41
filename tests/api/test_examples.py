"""Every example of the API's page is run as it stands there, in order, against the served house."""

import html
import json
import re
import shlex
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.booking.models import Appointment, State
from tests.api.conftest import make_key
from tests.api.test_schemathesis import house
from tests.makers import Maker
from tests.operations.test_metrics import House

__all__ = ["house"]
COMMAND = re.compile(r"<code>(curl.*?)</code>", re.DOTALL)


def run(command: str, port: int, **known: str) -> tuple[int, dict[str, object]]:
    """This will send what a command line of curl says."""
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    words = iter(shlex.split(command.replace("\\\n", " ")))
    assert next(words) == "curl"
    method, url, headers, data = "GET", "", {}, None
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(words).encode()
        else:
            url = word
    path = url.partition("//")[2].partition("/")[2]
    asked = urllib.request.Request(f"http://localhost:{port}/{path}", data, headers, method=method)

    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        pytest.fail(f"{command}: {refused.code} {refused.read()!r}")


def test_each_step_works_as_it_stands(house: House) -> None:
    now = timezone.now()
    make = Maker(now - timedelta(days=1))
    _office, _service, resource = make.counter(capacity=2)
    make.sheets(resource, days=60)
    commands = [html.unescape(text) for text in COMMAND.findall(house.get("/schnittstelle/")[1])]
    known = {"KEY": make_key(now)}
    answers = []

    for command in commands:
        status, answer = run(command, house.port, **known)
        assert status in {200, 201}
        known |= {"TOKEN": str(answer["token"])} if "token" in answer else {}
        answers.append(answer)

    assert len(commands) == 8
    assert answers[2]["offices"]
    assert [answer.get("state") for answer in answers[3:]] == ["held", *["confirmed"] * 3, "cancelled"]
    assert answers[6]["day"] != answers[5]["day"]
    assert Appointment.objects.get().state == State.CANCELLED
