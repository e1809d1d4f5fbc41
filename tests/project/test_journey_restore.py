"""Olga's house burns down. All she has is last night's back-up and its passphrase; her town comes back as it was."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.utils import timezone
from django_tenants.utils import schema_context

from rathaus.booking.links import token_of
from rathaus.identity.queries import SYSTEM
from rathaus.identity.rules import code_at
from rathaus.offices.actions import set_arms
from rathaus.project import command_lines
from rathaus.towns import actions
from tests.conftest import copy, drop, template
from tests.desk.people import PASSWORD, SECRET, clerk
from tests.makers import Maker
from tests.offices.pictures import picture
from tests.peers import ROOT, environ, eventually, free_port, running

NAME, HOST = "leihstadt", "leihstadt.localhost"
PASSPHRASE = {"RATHAUS_BACKUP_PASSPHRASE": "vier worte auf einem zettel"}
OTHER_KEY = "a-fresh-machine-makes-a-key-of-its-own-48-letters"


@dataclass(frozen=True)
class House:
    """The variables of one machine."""

    variables: dict[str, str]

    def types(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """This will run `rathaus ...` there."""
        command = [sys.executable, "-m", "rathaus.project.cli", *words]
        variables = environ(**{**self.variables, **PASSPHRASE, **more})
        return subprocess.run(
            command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
        )


@pytest.fixture
def fresh(race_town: str, worker: str) -> Iterator[House]:
    """A new machine: another database, another secret key."""
    name = f"fresh_{worker}"
    copy(template(), name)
    url = urlsplit(settings.ENV.database_url)._replace(path=f"/{name}").geturl()
    yield House({"DATABASE_URL": url, "RATHAUS_SECRET_KEY": OTHER_KEY})
    drop(name)


@pytest.fixture
def visit(race_town: str) -> Iterator[tuple[str, str]]:
    """The link in Amina's mail and the reference of her visit, of a town with arms, an office, visits and Bruno."""
    now = timezone.now()
    actions.create(name=NAME, hosts=[HOST], title="Leihstadt", at=now)
    with schema_context(NAME):
        make = Maker(now)
        office, service, _resource = make.counter(capacity=9)
        booked = make.booked(office, service, next_monday(now), "09:00", name="Amina Yılmaz")
        clerk(office.pk, at=now)
        set_arms(content=picture(), by=SYSTEM, at=now)
        known = f"/termin/{token_of(booked)}/", booked.reference
    yield known
    actions.delete(name=NAME)


def next_monday(now: datetime) -> date:
    today = timezone.localdate(now)
    return today + timedelta(days=7 - today.weekday())


def test_a_town_comes_back_on_a_new_machine(fresh: House, visit: tuple[str, str], tmp_path: Path) -> None:
    (link, reference), file, broken = visit, tmp_path / "town.backup", tmp_path / "broken.backup"
    made = House({}).types("backup", str(file), "--town", NAME)
    assert made.returncode == 0, made.stderr
    broken.write_bytes(file.read_bytes()[:-60_000])

    for path, told in ((broken, "damaged or no back-up"), (file, "another secret key")):
        refused = fresh.types("restore", str(path))
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert told in refused.stderr

    key = fresh.types("restore", str(file), "--key").stdout.strip()
    house = House({**fresh.variables, "RATHAUS_SECRET_KEY": key})
    assert house.types("restore", str(file)).stdout == f"restored: {NAME}\n"
    assert house.types("verify", "--town", NAME).stdout == "0 differences\n"

    port = free_port()
    web = command_lines.web_server(host="127.0.0.1", port=port, workers=1)
    with running(*web, log=tmp_path / "web.log", **house.variables), citizen(port) as amina, citizen(port) as bruno:
        assert eventually(lambda: answers(amina), seconds=60), (tmp_path / "web.log").read_text()
        page = amina.get(link)
        assert page.status_code == 200
        assert reference[:4] in page.text
        assert "Personalausweis" in page.text
        assert amina.get("/wappen").headers["Content-Type"] == "image/png"
        assert "Bruno Berger" in signed_in(bruno)


def citizen(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Host": HOST})


def answers(browser: httpx.Client) -> bool:
    try:
        return "Leihstadt" in browser.get("/").text
    except httpx.TransportError:
        return False


def signed_in(browser: httpx.Client) -> str:
    """This will take both steps of the sign-in, and return the page of the desk."""
    sent = {"/desk/anmelden/": {"email": "bruno@example.org", "password": PASSWORD}}
    sent["/desk/anmelden/code/"] = {"code": code_at(SECRET, timezone.now())}
    for path, form in sent.items():
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).text)
        assert found
        assert browser.post(path, data={**form, "csrfmiddlewaretoken": found[1]}).is_redirect
    return browser.get("/desk/").text
