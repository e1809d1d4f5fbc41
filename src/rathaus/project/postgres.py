"""A PostgreSQL server of our own for one state folder: no TCP, no password, no other user."""

import contextlib
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg

from rathaus.project.postgres_account import Account, PostgresUnusable, name_of
from rathaus.project.postgres_binaries import Binaries, find_binaries
from rathaus.project.processes import dies_with_parent
from rathaus.project.state import SYSTEM_FOLDER, make_folder, path_hash

NAME = "rathaus"  # of the database and of its only user
START_SECONDS = 300.0  # recovery after a crash under load takes its time
STOP_SECONDS = 60.0
ORPHAN_SECONDS = 20.0
LONGEST_SOCKET_PATH = 107  # bytes, sun_path of the kernel
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "wal_level": "replica",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",  # our queries are short
    "log_min_messages": "warning",
    "logging_collector": "off",
    "timezone": "UTC",
    "recovery_init_sync_method": "syncfs",
}


class EmbeddedPostgres:
    """The server of one state folder. As root it runs as another, named user (RATHAUS_PG_USER)."""

    def __init__(self, state: Path, *, settings: Mapping[str, str] | None = None, name: str = "database") -> None:
        self.state = state
        self.folder = state / name
        self.data = self.folder / "server" / "data"
        self.settings = {**SETTINGS, **(settings or {})}
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The address of the database, the same in every process and at every start."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.socket_folder), safe='/')}&port=5432"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: beside the data, or in /tmp when that path is too long for a socket."""
        near = self.folder / "server" / "socket"
        if len(os.fsencode(near / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return near
        return Path("/tmp") / f"rathaus-{os.geteuid()}-{path_hash(self.folder)}"  # noqa: S108 - checked to be ours

    @property
    def pid(self) -> int | None:
        """The process id of the live server of this folder, whoever started it."""
        pid = self._noted_pid()
        return pid if pid is not None and self._is_ours(pid) else None

    def _noted_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return None

    def _is_ours(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").samefile(self.data)
        except OSError:
            return False

    def _make_way(self, meanwhile: Callable[[], None]) -> None:
        """This will wait for orphans of a killed server, and remove notes of it that PostgreSQL would respect.

        That is when its number belongs to another program by now, or to a dead process whose parent
        does not care. Both folders are ours alone, and we hold the lock.

        :raises PostgresUnusable: when the orphans stay; two servers on the same data would destroy it
        """
        if self._child is not None:
            self._child.poll()
        end = time.monotonic() + ORPHAN_SECONDS
        while any(self._is_ours(int(path.name)) for path in Path("/proc").glob("[0-9]*")):
            if time.monotonic() > end:
                raise PostgresUnusable(f"processes of a killed server still work in {self.data}")
            meanwhile()
            time.sleep(0.05)
        (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        pid = self._noted_pid()
        if pid is not None and Path(f"/proc/{pid}").exists():
            (self.data / "postmaster.pid").unlink()

    @property
    def running(self) -> bool:
        """Whether the server is up."""
        return self.pid is not None

    def start(self, *, meanwhile: Callable[[], None] = lambda: None) -> bool:
        """This will start the server unless it runs, wait until it answers, and say whether it did.

        It ends when the calling process ends. `meanwhile` is called while it recovers, which can take
        minutes; it may raise to give up.

        :raises PostgresUnusable: when it cannot, with the reason
        """
        try:
            return self._start(meanwhile)
        except psycopg.Error as error:
            raise PostgresUnusable(f"PostgreSQL started, but does not answer: {_reason(str(error))}") from error
        except OSError as error:
            raise PostgresUnusable(f"{error.filename or self.folder}: {error.strerror}") from error

    def _start(self, meanwhile: Callable[[], None]) -> bool:
        account = Account.of_the_server()
        self._make_folders(account)
        with self._lock():
            binaries = self._binaries(account)
            if not self.data.exists():
                self._create(binaries, account)
            self._check_version(binaries)
            self._make_socket_folder(account)
            self._write_configuration(account)
            fresh = not self.running
            if fresh:
                self._make_way(meanwhile)
                self._launch(binaries, account, meanwhile)
            self._check_database()
        return fresh

    def stop(self, *, seconds: float = STOP_SECONDS) -> None:
        """This will shut the server down, ending open connections; after these seconds at once."""
        pid = self.pid
        if self._child is not None and self._child.poll() is None:
            pid = self._child.pid  # perhaps so young that it has not noted its number yet
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        if self._wait_until_gone(pid, seconds):
            return
        os.kill(pid, signal.SIGQUIT)  # it recovers at the next start
        self._wait_until_gone(pid, 5)

    def _wait_until_gone(self, pid: int, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._child is not None and self._child.pid == pid:
                if self._child.poll() is not None:
                    return True
            elif self.pid != pid:
                return True
            time.sleep(0.01)
        return False

    def _make_folders(self, account: Account) -> None:
        make_folder(self.state)
        make_folder(self.folder)
        account.check_may_enter(self.folder)
        account.make_private(self.data.parent)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _binaries(self, account: Account) -> Binaries:
        found = find_binaries()
        if found is None:
            raise PostgresUnusable("no PostgreSQL found: type `make setup`, or `sudo apt-get install postgresql`")
        return found.usable_by_others(SYSTEM_FOLDER) if account.is_other else found

    def _create(self, binaries: Binaries, account: Account) -> None:
        new = self.data.with_name("data.new")
        shutil.rmtree(new, ignore_errors=True)
        words = [
            binaries.folder / "initdb", "-D", new, "-U", NAME, "-E", "UTF8", *_locale(binaries.major),
            "--auth=peer", "--data-checksums", "--no-sync", "--no-instructions",
        ]  # fmt: skip
        done = subprocess.run(
            [str(word) for word in words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
            **account.as_the_server(),
        )
        if done.returncode:
            raise PostgresUnusable(f"initdb failed: {_reason(done.stderr)}")
        if self.settings.get("fsync") != "off":
            os.sync()
        new.rename(self.data)

    def _check_version(self, binaries: Binaries) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(binaries.major):
            raise PostgresUnusable(
                f"{self.data} was made by PostgreSQL {made_by}, here is {binaries.major}: move it by "
                "pg_upgrade, or set RATHAUS_DATA to another folder"
            )

    def _make_socket_folder(self, account: Account) -> None:
        folder = self.socket_folder
        account.make_private(folder)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
            raise PostgresUnusable(f"{folder} is not ours alone; somebody else made it")

    def _write_configuration(self, account: Account) -> None:
        """This will write what the server reads at each start; the server's user cannot change it."""
        settings = self.settings | {
            "data_directory": str(self.data),
            "hba_file": str(self.folder / "hba.conf"),
            "ident_file": str(self.folder / "ident.conf"),
            "unix_socket_directories": f'"{self.socket_folder}"',
        }
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()]
        self._write("server.conf", lines)
        self._write("hba.conf", ["local all all peer map=own"])
        users = sorted({account.name, name_of(os.geteuid())})
        self._write("ident.conf", [f'own "{user}" {NAME}' for user in users])

    def _write(self, name: str, lines: list[str]) -> None:
        path = self.folder / name
        path.write_text("\n".join([*lines, ""]))
        path.chmod(0o644)

    def _launch(self, binaries: Binaries, account: Account, meanwhile: Callable[[], None]) -> None:
        """This will start the server and wait until it is ready.

        :raises PostgresUnusable: with its last words
        """
        path = self.folder / "log"
        with path.open("ab") as log:
            began = log.tell()
            self._child = self._spawn(binaries, account, log.fileno())
            if self._wait_until_ready(self._child, meanwhile):
                return
        problem = _reason(path.read_bytes()[began:].decode(errors="replace"))
        raise PostgresUnusable(f"PostgreSQL does not start: {problem} ({path})")

    def _spawn(self, binaries: Binaries, account: Account, log: int) -> "subprocess.Popen[bytes]":
        words = [binaries.folder / "postgres", "-c", f"config_file={self.folder / 'server.conf'}"]
        return subprocess.Popen(
            [str(word) for word in words],
            stdout=log,
            stderr=log,
            preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509 - one thread starts servers
            **account.as_the_server(),
        )

    def _wait_until_ready(self, child: "subprocess.Popen[bytes]", meanwhile: Callable[[], None]) -> bool:
        end = time.monotonic() + START_SECONDS
        while child.poll() is None and time.monotonic() < end:
            with contextlib.suppress(OSError, IndexError):
                lines = (self.data / "postmaster.pid").read_text().split("\n")
                if lines[0] == str(child.pid) and lines[7].strip() == "ready":
                    return True
            meanwhile()
            time.sleep(0.01)
        return False

    def _check_database(self) -> None:
        """This will create the database at the first start, and check that it knows German letters."""
        address = self.dsn.replace(f"/{NAME}?", "/postgres?", 1)
        with psycopg.connect(address, autocommit=True) as server:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if server.execute(query, [NAME]).fetchone() is None:
                server.execute(f"CREATE DATABASE {NAME}")
            answer = server.execute("SELECT lower('Ä') = 'ä'").fetchone()
        if answer != (True,):
            raise PostgresUnusable(f"{self.data} does not know that ä is the small Ä: wrong locale")


def _locale(major: int) -> list[str]:
    """The arguments that give `initdb` a locale of PostgreSQL's own, or glibc's where it has none."""
    if major >= 18:
        return ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C"]
    if major == 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _reason(text: str) -> str:
    """The last line of a program's words that tells why it failed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:", "failed:"))]
    return (fatal or lines or ["without a word"])[-1]
