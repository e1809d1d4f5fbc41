"""The embedded database: it starts anywhere, survives everything, and lets nobody else in."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.postgres_account import Account, PostgresUnusable

FAST = {"fsync": "off"}


@contextmanager
def started(state: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(state, settings=FAST)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        if server.folder not in server.socket_folder.parents:
            shutil.rmtree(server.socket_folder, ignore_errors=True)


def run(server: EmbeddedPostgres, query: LiteralString) -> object:
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def wait_until(happens: Callable[[], bool], *, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.02)
    return False


def test_data_is_there_at_the_next_start(state: Path) -> None:
    with started(state) as server:
        run(server, "CREATE TABLE visits AS SELECT 7 AS id")
    assert not server.running
    with started(state) as server:
        assert run(server, "SELECT id FROM visits") == 7


def test_it_knows_german_letters_and_listens_to_nobody_else(state: Path) -> None:
    with started(state) as server:
        assert run(server, "SELECT lower('ÄÖÜ')") == "äöü"
        assert run(server, "SHOW listen_addresses") == ""
        assert run(server, "SHOW fsync") == "off"
        assert server.socket_folder.stat().st_mode & 0o077 == 0
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            psycopg.connect(server.dsn.replace("rathaus@", "postgres@"))


def test_a_second_process_finds_the_first_ones_server(state: Path) -> None:
    with started(state) as server:
        again = EmbeddedPostgres(state, settings=FAST)
        assert again.start() is False
        assert (again.pid, again.dsn) == (server.pid, server.dsn)


def test_two_checkouts_run_side_by_side(state: Path) -> None:
    with started(state / "one") as one, started(state / "two") as two:
        run(one, "CREATE TABLE only_here ()")
        assert run(two, "SELECT to_regclass('only_here')") is None


def test_it_recovers_after_being_killed(state: Path) -> None:
    with started(state) as server:
        run(server, "CREATE TABLE visits AS SELECT 7 AS id")
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        assert wait_until(lambda: not server.running)
        assert server.start() is True
        assert run(server, "SELECT id FROM visits") == 7


def test_a_start_that_is_given_up_leaves_nothing_running(state: Path) -> None:
    class Stop(Exception):
        pass

    def give_up() -> None:
        raise Stop

    with started(state) as server:
        pass
    with pytest.raises(Stop):
        server.start(meanwhile=give_up)
    server.stop()

    assert not any(server._is_ours(int(path.name)) for path in Path("/proc").glob("[0-9]*"))
    with started(state) as server:
        assert server.running


def test_a_full_disk_is_told_as_such(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = (
        "FATAL:  could not write to file: No space left on device\nchild process exited with exit code 1\n"
        'initdb: removing data directory "/somewhere"\n'
    )

    def full(*_words: object, **_options: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.CompletedProcess([], 1, stderr=words)

    server = EmbeddedPostgres(state)
    monkeypatch.setattr(Account, "check_may_enter", lambda *_: None)
    monkeypatch.setattr(subprocess, "run", full)
    with pytest.raises(PostgresUnusable, match=r"initdb failed: FATAL: .*No space left on device$"):
        server.start()


def test_a_folder_that_cannot_be_written_is_named(state: Path) -> None:
    (state / "file").write_text("")
    with pytest.raises(PostgresUnusable, match=f"^{state}/file.*: Not a directory$"):
        EmbeddedPostgres(state / "file").start()


def test_a_stale_pid_that_another_program_has_by_now_does_not_matter(state: Path) -> None:
    with started(state) as server:
        pass
    other = subprocess.Popen(["sleep", "60"])
    (server.data / "postmaster.pid").write_text(f"{other.pid}\n{server.data}\n")
    try:
        assert not server.running
        with started(state) as server:
            assert server.running
    finally:
        other.kill()
        other.wait()


def test_it_ends_with_the_process_that_started_it(state: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from rathaus.project.postgres import EmbeddedPostgres; "
        "EmbeddedPostgres(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(state)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    process.kill()
    process.wait()
    process.stdout.close()
    assert wait_until(lambda: not EmbeddedPostgres(state).running)


def test_a_long_path_with_spaces_and_quotes_is_no_obstacle(state: Path) -> None:
    with started(state / f"Amt für 'Bürger' {'x' * 90}") as server:
        assert server.folder not in server.socket_folder.parents
        assert run(server, "SELECT 1") == 1


def test_a_socket_folder_that_others_could_enter_is_refused(state: Path) -> None:
    server = EmbeddedPostgres(state / ("x" * 100))
    server.socket_folder.mkdir(mode=0o755)
    try:
        with pytest.raises(PostgresUnusable, match="not ours alone"):
            server.start()
    finally:
        server.socket_folder.rmdir()


def test_data_of_another_version_is_not_touched(state: Path) -> None:
    with started(state) as server:
        pass
    (server.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(PostgresUnusable, match="made by PostgreSQL 12"):
        server.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as another user")
def test_as_root_a_folder_that_the_databases_user_cannot_enter_is_refused(state: Path) -> None:
    private = state / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(PostgresUnusable, match=f"nobody may not enter {private}"):
        EmbeddedPostgres(private / "data").start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as another user")
def test_as_root_the_server_is_not_root(state: Path) -> None:
    with started(state) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
        assert (state / "database" / "server.conf").stat().st_uid == 0
