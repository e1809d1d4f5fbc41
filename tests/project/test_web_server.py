"""Granian and its workers, as `make run` starts them."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rathaus.project.run_settings import is_free
from tests.peers import eventually, free_port, granian, running


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(port: int, django_db_setup: None, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with running(*granian(port), log=tmp_path / "web.log") as server:
        assert eventually(lambda: len(workers(server)) == 2 and not is_free("127.0.0.1", port))
        yield server


def workers(server: "subprocess.Popen[bytes]") -> list[int]:
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    return [int(word) for word in children.read_text().split()] if children.exists() else []


def test_a_killed_server_leaves_no_worker_on_its_port(server: "subprocess.Popen[bytes]", port: int) -> None:
    left = workers(server)

    os.kill(server.pid, signal.SIGKILL)

    assert eventually(lambda: not any(Path(f"/proc/{pid}/cwd").exists() for pid in left))
    assert is_free("127.0.0.1", port)
