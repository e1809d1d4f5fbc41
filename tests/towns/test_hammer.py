"""Three towns under fire, through the real stack: whatever a view does, nobody sees another town's data."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from django_tenants.utils import schema_context

from rathaus.offices.models import Office
from rathaus.towns.actions import create
from tests.peers import environ, eventually, free_port, granian, running
from tests.towns.hammer_urls import MODES, TOWNS

REQUESTS = 5_000
CLIENTS = 8
LONGEST = 60.0  # seconds; 20 are enough on two idle cores
HOSTS = dict(zip(TOWNS, ("localhost", "beispielhausen.localhost", "hammerstadt.localhost"), strict=True))
CALM = {200, 503}
HARSH = {"fail", "later"}  # an answer that fails after its first byte cannot become a calm page
DEADLY = {"kill", "kill_in_transaction"}
WEIGHTED = [*MODES, "later"], [1 if mode in DEADLY else 10 for mode in MODES] + [10]


@pytest.fixture
def stack(race_town: str, tmp_path: Path) -> Iterator[int]:
    """Granian, bridge, middleware, Django and PostgreSQL as in the product, with three towns; its port."""
    create(name="hammerstadt", hosts=[HOSTS["hammerstadt"]], title="Hammerstadt", at=timezone.now())
    for town in TOWNS:
        with schema_context(town):
            Office.objects.create(slug=town)
    port, log = free_port(), tmp_path / "web.log"
    with running(*granian(port), log=log, DJANGO_SETTINGS_MODULE="tests.towns.hammer_settings"):
        assert eventually(lambda: answers(port), seconds=30), log.read_text()
        yield port
    connection.close()


def answers(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as link:
        try:
            return ask(link, "musterstadt", "plain")[0] == 200
        except OSError:
            return False


def ask(link: http.client.HTTPConnection, town: str, mode: str) -> tuple[int, bytes]:
    link.request("GET", f"/look/{mode}/?n={random.randrange(9)}", headers={"Host": HOSTS[town]})
    response = link.getresponse()
    return response.status, response.read()


class Hammer:
    """Clients that ask until enough was asked, and what they found."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: Counter[tuple[str, int]] = Counter()
        self.leaks: list[str] = []
        self.broken: list[str] = []
        self.end = time.monotonic() + LONGEST

    @property
    def is_done(self) -> bool:
        """Whether enough was asked, or time is up."""
        return self.answers.total() >= REQUESTS or time.monotonic() > self.end

    def strike(self) -> None:
        """One client: any town, any mode, over one connection."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self.is_done:
            town, mode = random.choice(TOWNS), random.choices(*WEIGHTED)[0]
            try:
                status, body = ask(link, town, mode)
            except (OSError, http.client.HTTPException) as broken:
                self.broken.append(f"{mode}: {broken!r}")
                link.close()
                continue
            self.answers[mode, status] += 1
            if status == 200:
                told = json.loads(body)
                if told["town"] != town or set(told["seen"]) != {town}:
                    self.leaks.append(f"{town} {mode}: {told}")
        link.close()

    def cut(self) -> None:
        """Ends connections of the web workers from outside, at any moment."""
        name = connection.settings_dict["NAME"]
        with psycopg.connect(environ()["DATABASE_URL"], autocommit=True) as server:
            while not self.is_done:
                time.sleep(0.2)
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend' "
                    "ORDER BY random() LIMIT 1",
                    [name],
                )


def test_no_town_sees_another(stack: int) -> None:
    hammer = Hammer(stack)
    threads = [threading.Thread(target=hammer.strike) for _ in range(CLIENTS)] + [threading.Thread(target=hammer.cut)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert hammer.leaks == []
    assert hammer.broken == []
    assert hammer.answers.total() >= REQUESTS, hammer.answers
    failed = {key: count for key, count in hammer.answers.items() if key[0] not in HARSH and key[1] not in CALM}
    assert failed == {}
    alive = {mode for (mode, status), count in hammer.answers.items() if status == 200}
    assert alive >= {*MODES, "later"} - {"fail", "kill_in_transaction"}
    unharmed = Counter(status for mode, status in hammer.answers.elements() if mode not in DEADLY | HARSH)
    assert unharmed[200] > 20 * unharmed[503]
