"""Prometheus reads figures of the whole house: of every process, and of nobody."""

import http.client
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Never

import pytest
from django.conf import LazySettings
from django.db import DatabaseError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from rathaus.operations import exposition
from rathaus.project.env import EnvironmentInvalid
from rathaus.project.metrics import collect_over_processes
from tests.peers import eventually, free_port, granian, running

TOKEN = "t" * 32
Sample = tuple[str, tuple[tuple[str, str], ...]]


def samples(text: str) -> dict[Sample, float]:
    """Every figure by its name and labels, as Prometheus itself takes the text apart."""
    families = text_string_to_metric_families(text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


class House:
    """A web server with two workers."""

    def __init__(self, port: int, process: Any) -> None:
        self.port, self.process = port, process

    def get(self, path: str, token: str = "") -> tuple[int, str]:
        """This will ask on a connection of its own, so that both workers get their turns."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": "localhost"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            link.request("GET", path, headers=headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        finally:
            link.close()

    def works(self) -> bool:
        """Whether it answers."""
        try:
            return self.get("/health/")[0] == 200
        except OSError:
            return False

    def figures(self) -> dict[Sample, float]:
        """What it tells Prometheus."""
        status, text = self.get("/metrics", TOKEN)
        assert status == 200
        return samples(text)


@pytest.fixture
def house(django_db_setup: None, tmp_path: Path) -> Iterator[House]:
    port = free_port()
    given = {"RATHAUS_METRICS_TOKEN": TOKEN, "RUNTIME_DIRECTORY": str(tmp_path)}
    with running(*granian(port), log=tmp_path / "web.log", **given) as process:
        found = House(port, process)
        assert eventually(found.works, seconds=40)
        yield found


def asked(route: str, status: str = "200") -> Sample:
    return "rathaus_http_requests_total", (("method", "GET"), ("route", route), ("status", status))


def test_requests_of_all_processes_are_added_up(house: House) -> None:
    before = house.figures()

    for _ in range(40):
        assert house.get("/leistungen/")[0] == 200
    assert house.get("/gibt-es-nicht/")[0] == 404

    after = house.figures()
    assert after[asked("portal:services")] == before.get(asked("portal:services"), 0) + 40
    assert after[asked("none", "404")] == before.get(asked("none", "404"), 0) + 1
    assert after["rathaus_http_request_seconds_count", (("route", "portal:services"),)] >= 40
    assert after["rathaus_database_up", ()] == 1
    assert after["rathaus_towns", ()] >= 1
    assert after["rathaus_jobs", (("state", "failed"),)] == 0


def test_figures_of_processes_that_are_gone_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")  # put back afterwards
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    folder = tmp_path / "metrics"
    folder.mkdir()
    ours, gone = folder / f"counter_{os.getpid()}.db", folder / "counter_4194399.db"
    ours.touch()
    gone.touch()

    collect_over_processes(tmp_path)

    assert ours.exists()
    assert not gone.exists()
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(folder)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    (tmp_path / "metrics").write_text("in the way")

    with pytest.raises(EnvironmentInvalid, match="RATHAUS_METRICS_TOKEN"):
        collect_over_processes(tmp_path)


def test_without_the_token_there_is_no_such_page(house: House) -> None:
    assert house.get("/metrics")[0] == 404
    assert house.get("/metrics", "x" * 32)[0] == 404


def test_a_house_without_a_token_has_no_such_page(amina: Client) -> None:
    assert amina.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_database_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch, town: str, settings: LazySettings) -> None:
    def gone(_self: object) -> Never:
        raise DatabaseError

    monkeypatch.setattr(exposition.HouseCollector, "_read", gone)

    found = samples(exposition.exposition().decode())

    assert found["rathaus_database_up", ()] == 0
    assert ("rathaus_towns", ()) not in found


def test_no_label_can_hold_what_somebody_typed(amina: Client) -> None:
    secret = "MU7K2P4Q" + "q" * 22
    amina.get(f"/termin/{secret}/")
    amina.generic("AMINA", "/amina-yilmaz/")

    text = exposition.exposition().decode()

    assert 'method="other"' in text
    assert secret not in text
    assert "amina" not in text.lower()
