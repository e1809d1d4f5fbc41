"""What ends is started again, ever more patiently; what is in the way is said with its reason."""

import errno
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rathaus.project import run_settings, supervisor
from rathaus.project.postgres_account import PostgresUnusable
from rathaus.project.processes import Child, Pauses, stop
from rathaus.project.run_settings import CannotRun, check_port
from rathaus.project.supervisor import House
from tests.peers import eventually, free_port


class BrokenDatabase:
    """A database that is gone, and does not start until it is mended."""

    running = False

    def __init__(self) -> None:
        self.starts = 0
        self.broken = True

    def start(self, **_options: Any) -> None:
        self.starts += 1
        if self.broken:
            raise PostgresUnusable("PostgreSQL does not start: no space left on device")
        self.running = True


@pytest.fixture
def database() -> BrokenDatabase:
    return BrokenDatabase()


@pytest.fixture
def house(tmp_path: Path, database: BrokenDatabase, monkeypatch: pytest.MonkeyPatch) -> House:
    for name in ("DATABASE_URL", "RATHAUS_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RATHAUS_MODE", "demo")
    monkeypatch.setenv("RATHAUS_DATA", str(tmp_path))
    house = House(reload=False)
    house.postgres = database  # type: ignore[assignment]
    return house


def test_pauses_grow_and_shrink_again_after_a_calm_while() -> None:
    pauses, now, found = Pauses(), 0.0, []
    for _ in range(8):
        pauses.begin(now=now)
        found.append(pauses.next(now=now))
        now += found[-1]
    assert found == [0.5, 1, 2, 4, 8, 16, 30, 30]

    pauses.begin(now=now)
    assert pauses.next(now=now + 31) == 0.5


def test_a_database_that_does_not_start_is_tried_patiently_and_says_why(
    house: House, database: BrokenDatabase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: clock)
    for _ in range(600):
        house.look_after()
        clock += 0.1
    told = capsys.readouterr().out.splitlines()

    assert told[0] == "The database is gone, it starts again in 0.5 s"
    assert told[1] == "PostgreSQL does not start: no space left on device, it starts again in 1 s"
    assert database.starts == len(told) - 1 == 6

    database.broken = False
    clock += 60
    house.look_after()
    house.look_after()
    assert (database.starts, capsys.readouterr().out) == (7, "")


@pytest.mark.parametrize(
    ("problem", "port", "told"),
    [
        (errno.EADDRINUSE, 8000, "Port 8000 is taken. Choose another: RATHAUS_PORT=8001 make run"),
        (errno.EADDRINUSE, 65535, "Port 65535 is taken. Choose another: RATHAUS_PORT=8000 make run"),
        (errno.EACCES, 80, "Port 80 needs root's rights. Choose another: RATHAUS_PORT=8080 make run"),
        (errno.EADDRNOTAVAIL, 8000, "RATHAUS_HOST: 127.0.0.1 is no address of this machine"),
    ],
)
def test_a_port_that_cannot_be_had_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, problem: int, port: int, told: str
) -> None:
    def refuse(host: str, port: int) -> None:
        raise OSError(problem, os.strerror(problem))

    monkeypatch.setattr(run_settings, "_listen", refuse)
    with pytest.raises(CannotRun) as caught:
        check_port("127.0.0.1", port)
    assert str(caught.value).startswith(told)


def test_a_mailbox_whose_ports_another_house_took_meanwhile_moves_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = free_port(), free_port()
    planned = [(first, free_port()), (second, free_port())]
    monkeypatch.setattr(supervisor, "mailbox_ports", lambda _state: planned.pop(0))
    with socket.create_server(("127.0.0.1", first)):
        house._open_mailbox()
        house._wait_for_mailbox()
    try:
        assert house.variables["RATHAUS_SMTP_URL"] == f"smtp://127.0.0.1:{second}"
        assert not run_settings.is_free("127.0.0.1", second)
        assert len(house.children) == 1
    finally:
        house.postgres = None
        house.stop()


def test_a_mailbox_that_cannot_start_is_told(house: House) -> None:
    (house.state / "mail").write_text("no folder")
    house._open_mailbox()
    with pytest.raises(CannotRun, match="mailbox does not start"):
        house._wait_for_mailbox()


STUBBORN = 'trap "" TERM; touch "{}"; while :; do sleep 60; done'


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[list[Child]]:
    """Two children of the background that end by force only."""
    children = [
        Child(name, ("sh", "-c", STUBBORN.format(tmp_path / name)), folder=tmp_path, niceness=19) for name in "ab"
    ]
    for child in children:
        child.start(os.environ, now=0.0)
    assert eventually(lambda: all((tmp_path / child.name).exists() for child in children))
    yield children
    stop(children, seconds=0)


def test_who_does_not_end_is_killed_together_with_all_others(stubborn: list[Child]) -> None:
    stop(stubborn, seconds=0.05)
    assert [child.process.returncode for child in stubborn if child.process] == [-signal.SIGKILL] * 2


def test_what_ran_in_the_background_ends_in_the_foreground(stubborn: list[Child]) -> None:
    child = stubborn[0]
    assert child.process is not None
    group = Path(f"/proc/{child.process.pid}/autogroup")
    assert os.getpriority(os.PRIO_PROCESS, child.process.pid) == 19
    child.ask_to_stop()
    if group.exists():
        assert group.read_text().endswith("nice 0\n")
    if os.geteuid() == 0:
        assert os.getpriority(os.PRIO_PROCESS, child.process.pid) == 0
