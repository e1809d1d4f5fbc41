"""`make run` as a person meets it: one command, one line for what is in the way, nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rathaus.project.state import CHECKOUT

COMMAND = [sys.executable, "-m", "rathaus.project.supervisor"]
OURS = ("RATHAUS_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """One `make run` in a state folder of its own."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port = free_port()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environ = inherited | {
            "RATHAUS_DATA": str(state / "data"),
            "RATHAUS_PORT": str(self.port),
            "RATHAUS_WEB_WORKERS": "1",
        }
        self.log = state / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, seconds: float = 120) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(COMMAND, env=self.environ, cwd=CHECKOUT, stdout=log, stderr=log)
        assert wait_until(lambda: "Ctrl-C" in self.log.read_text() or self.ended(), seconds=seconds)
        assert "Ctrl-C" in self.log.read_text(), self.log.read_text()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(20)

    def again(self, **changed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            COMMAND, env=self.environ | changed, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=60
        )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def processes(self) -> list[int]:
        """Everything that works for this house: it has the state folder in its arguments or environment."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if int(path.name) != os.getpid() and str(self.state).encode() in (
                    (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
                ):
                    found.append(int(path.name))
            except OSError:
                continue
        return found


def wait_until(happens: Callable[[], bool], *, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def house(state: Path) -> Iterator[House]:
    found = House(state)
    yield found
    if found.process is not None and not found.ended():
        found.send(signal.SIGTERM)


def test_a_day_of_the_house(house: House) -> None:
    house.start()
    assert house.answers()
    told = house.log.read_text()
    assert f"http://localhost:{house.port}/" in told
    assert "TOTP" in told
    page = re.search(r"Mail and SMS: +(http://localhost:\d+/)", told)
    assert page
    with urllib.request.urlopen(page[1], timeout=5) as answer:
        assert "Nachrichten" in answer.read().decode()
    assert any(b"RATHAUS_SMS_URL=file:///" in Path(f"/proc/{pid}/environ").read_bytes() for pid in house.processes())
    assert (house.state / "data" / "secret-key").stat().st_mode & 0o077 == 0

    second = house.again(RATHAUS_PORT="1")
    assert second.returncode == 0
    assert second.stdout == f"Rathaus runs already: http://localhost:{house.port}/\n"

    house.send(signal.SIGINT)
    assert house.process is not None
    assert house.process.returncode == 0
    assert wait_until(lambda: not house.processes())

    house.start()
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    assert wait_until(lambda: not house.processes())

    house.start()
    for pid in house.processes():
        if house.process is not None and pid != house.process.pid:
            os.kill(pid, signal.SIGKILL)
    assert wait_until(house.answers, seconds=30)


def test_a_taken_port_gets_one_line(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.port)):
        told = house.again()
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert f"Port {house.port} is taken" in told.stderr


@pytest.mark.parametrize("is_in_file", [False, True])
def test_an_unreachable_database_gets_one_line_without_its_password(house: House, *, is_in_file: bool) -> None:
    url, file = f"postgresql://rathaus:geheim@127.0.0.1:{free_port()}/town", house.state / "url"
    file.write_text(url)
    told = house.again(DATABASE_URL_FILE=str(file)) if is_in_file else house.again(DATABASE_URL=url)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("DATABASE_URL: the database at 127.0.0.1:")
    assert told.stderr.endswith("/town cannot be used: Connection refused\n")
    assert "geheim" not in told.stderr


def test_an_address_of_another_machine_gets_one_line(house: House) -> None:
    told = house.again(RATHAUS_HOST="192.0.2.1")
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("RATHAUS_HOST: 192.0.2.1 is no address of this machine")


def test_a_wrong_setting_gets_one_line(house: House) -> None:
    told = house.again(RATHAUS_SMTP_URL="mail.example")
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("RATHAUS_SMTP_URL: ")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the database as another user")
def test_as_root_a_folder_closed_to_the_database_is_refused(house: House) -> None:
    private = house.state / "private"
    private.mkdir(mode=0o700)
    told = house.again(RATHAUS_DATA=str(private / "data"))
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert f"may not enter {private}" in told.stderr
