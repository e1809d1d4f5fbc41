"""What `make run` runs: database, web server, worker and mailbox, started, watched and stopped together."""

import contextlib
import fcntl
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from rathaus.integrations.mailbox.texts import FOLDER as TEXTS_FOLDER
from rathaus.project import command_lines
from rathaus.project.env import EnvironmentInvalid, read_environment
from rathaus.project.first_steps import SIGN_INS
from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.postgres_account import PostgresUnusable
from rathaus.project.processes import Child, Pauses, kill_session, spawn, stop
from rathaus.project.reloading import Watch, rebuild
from rathaus.project.run_settings import (
    CannotRun,
    check_database,
    check_port,
    children_environment,
    is_free,
    listening_host,
    mailbox_ports,
    texts_url,
)
from rathaus.project.state import CHECKOUT, ensure_secret_key, make_folder, state_folder

LOCK = "running"  # in the state folder; holds the address of who has it
FIRST_STEPS = ("-m", "rathaus.project.first_steps")
CHILDREN_SECONDS = 1.5  # for a calm end; with the database's, all is over within three seconds on a busy machine too
DATABASE_SECONDS = 0.8
READY_SECONDS = 60.0
MAILBOX_TRIES = 5
BEAT = 0.1
BACKGROUND = 19  # niceness of what nobody waits for: it gets what the pages leave


class Interrupted(Exception):
    """We were asked to stop."""


class House:
    """All processes of one running town hall."""

    def __init__(self, *, reload: bool) -> None:
        self.began = time.monotonic()
        self.environment = read_environment(os.environ)
        self.state = self.environment.state
        self.host = listening_host(os.environ)
        self.children: list[Child] = []
        embedded = EmbeddedPostgres(self.state)
        self.postgres = embedded if self.environment.database_url == embedded.dsn else None
        self.pauses = Pauses()  # of the database
        self.database_due: float | None = None
        self.page_port = 0
        self.watch = Watch(CHECKOUT / "src") if reload else None
        self.stopping = False

    def say(self, text: str) -> None:
        """This will tell the person at the terminal."""
        print(text, flush=True)

    def step(self, text: str) -> None:
        """This will tell what is being done, and when it began."""
        self.check_stopping()
        self.say(f"  {time.monotonic() - self.began:5.1f} s  {text}")

    def check_stopping(self) -> None:
        """This will end preparations when we were asked to stop.

        :raises Interrupted: when we were
        """
        if self.stopping:
            raise Interrupted

    def run(self) -> None:
        """This will serve until we are asked to stop; everything is stopped in any case.

        :raises CannotRun: when something is in the way
        :raises PostgresUnusable: when the embedded database cannot start
        """
        try:
            self.prepare()
            self.start()
            while not self.stopping:
                time.sleep(BEAT)
                self.look_after()
        except Interrupted:
            pass
        finally:
            self.stop()

    def prepare(self) -> None:
        """This will make ready whatever the processes need."""
        check_port(self.host, self.environment.port)
        if self.postgres is None:
            check_database(self.environment)
        else:
            self.step("database")
            self.postgres.start(meanwhile=self.check_stopping)
            self.pauses.begin(now=time.monotonic())
        if self.environment.smtp_url:
            self.variables = children_environment(self.environment, self.environment.smtp_url)
        else:
            self._open_mailbox()
        self.step("migrations and demo")
        if code := self.call(*FIRST_STEPS):
            raise CannotRun(f"The database could not be prepared (exit code {code}).")
        if self.page_port:
            self._wait_for_mailbox()

    def _open_mailbox(self) -> None:
        """This will start the mailbox, before other houses find the same ports free."""
        smtp, self.page_port = mailbox_ports(self.state)
        folder = self.state / "mail"
        texts = self.environment.sms_url or texts_url(folder / TEXTS_FOLDER)
        self.variables = children_environment(self.environment, f"smtp://127.0.0.1:{smtp}", texts)
        words = command_lines.mailbox(folder, smtp_port=smtp, page_port=self.page_port)
        self.children = [Child("mailbox", words, folder=CHECKOUT, niceness=BACKGROUND)]
        self.children[0].start(self.variables, now=time.monotonic())

    def _wait_for_mailbox(self) -> None:
        """This will wait until the mailbox listens; where another house was faster, on the next ports.

        :raises CannotRun: when it does not start
        """
        for left in reversed(range(MAILBOX_TRIES)):
            while self.children[0].is_running:
                if not is_free("127.0.0.1", self.page_port):
                    return
                self.check_stopping()
                time.sleep(0.02)
            if left:
                self._open_mailbox()
        raise CannotRun("The mailbox does not start; its message stands above.")

    def call(self, *arguments: str) -> int:
        """This will run a command of ours to its end, unless we are asked to stop before."""
        process = spawn([sys.executable, *arguments], environ=self.variables, folder=CHECKOUT)
        try:
            while process.poll() is None:
                self.check_stopping()
                time.sleep(0.02)
        finally:
            kill_session(process)
        return process.returncode

    def start(self) -> None:
        """This will start all processes, wait for the first page, and tell the addresses."""
        self.step("web server, worker" + (", mailbox" if self.page_port else ""))
        web = command_lines.web_server(host=self.host, port=self.environment.port, workers=self.environment.web_workers)
        started = [
            Child("web server", web, folder=CHECKOUT),
            # A burst of mails must not slow down the pages. Killed when we die without a word: asked to
            # stop while its database stops as well, it would wait for it. Jobs run again, that is their contract.
            Child("worker", command_lines.job_worker(), folder=CHECKOUT, niceness=BACKGROUND, parting=signal.SIGKILL),
        ]
        for child in started:
            self.children.append(child)
            child.start(self.variables, now=time.monotonic())
        self.wait_until_ready()
        self.tell_addresses()

    def wait_until_ready(self) -> None:
        """This will wait until the web server answers, whatever it answers."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            self.check_stopping()
            connection = http.client.HTTPConnection(self.host, self.environment.port, timeout=2)
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/", headers={"Host": f"localhost:{self.environment.port}"})
                connection.getresponse()
                return
            connection.close()
            self.look_after()
            time.sleep(0.05)
        raise CannotRun("The web server does not answer; its messages stand above.")

    def tell_addresses(self) -> None:
        """This will print where everything is, and the sign-ins of the demo."""
        port = self.environment.port
        lines = [f"Rathaus is open: http://localhost:{port}/   (staff: http://localhost:{port}/desk/)"]
        if self.environment.mode == "demo":
            lines.append(f"A second town:   http://beispielhausen.localhost:{port}/")
        if self.page_port:
            lines.append(f"Mail and SMS:    http://localhost:{self.page_port}/")
        self.say("\n" + "\n".join(lines))
        if self.environment.mode == "demo":
            signins = (self.state / SIGN_INS).read_text().strip()
            self.say(f"\nSign-ins of the demo (TOTP secret for an authenticator app):\n{signins}")
        self.say("\nCtrl-C stops everything; the data stays.")

    def look_after(self) -> None:
        """This will start again what ended, and what runs old code in `make dev`."""
        now = time.monotonic()
        for child in self.children:
            if news := child.look_after(self.variables, now=now):
                self.say(news)
        if self.postgres is not None and not self.postgres.running:
            self._start_again(self.postgres, now=now)
        if self.watch is not None and self.watch.has_news(now=now):
            self.say("Files changed, starting again ...")
            rebuild()
            old = [child for child in self.children if child.name != "mailbox"]
            stop(old, seconds=CHILDREN_SECONDS)
            for child in old:
                child.start(self.variables, now=now)

    def _start_again(self, database: EmbeddedPostgres, *, now: float) -> None:
        """This will start the database when its pause is over, and say why where it does not start."""
        news = "The database is gone"
        if self.database_due is not None:
            if now < self.database_due:
                return
            self.database_due = None
            self.pauses.begin(now=now)
            try:
                database.start(meanwhile=self.check_stopping)
            except PostgresUnusable as reason:
                news = str(reason)
            else:
                return
        pause = self.pauses.next(now=now)
        self.database_due = now + pause
        self.say(f"{news}, it starts again in {pause:g} s")

    def stop(self) -> None:
        """This will stop everything, by force where it does not stop by itself."""
        stop(self.children, seconds=CHILDREN_SECONDS)
        if self.postgres is not None:
            self.postgres.stop(seconds=DATABASE_SECONDS)


@contextlib.contextmanager
def alone(state: Path, address: str) -> Iterator[bool]:
    """This will make sure that one town hall runs per state folder; false when another one does."""
    make_folder(state)
    file = os.open(state / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"Rathaus runs already: {os.read(file, 200).decode()}", flush=True)
        yield False
    else:
        os.truncate(file, 0)
        os.write(file, address.encode())
        yield True
    finally:
        os.close(file)


def serve(*, reload: bool) -> None:
    """This will run the house, unless it runs already.

    :raises CannotRun: when something is in the way
    :raises PostgresUnusable: when the embedded database cannot start
    :raises EnvironmentInvalid: when settings are missing or wrong
    """
    os.environ.setdefault("RATHAUS_MODE", "demo")
    port = os.environ.get("RATHAUS_PORT") or "8000"
    state = state_folder(os.environ)
    with alone(state, f"http://localhost:{port}/") as first:
        if not first:
            return
        if os.environ["RATHAUS_MODE"] == "demo":
            ensure_secret_key(state)
        house = House(reload=reload)

        def note(_number: int, _frame: FrameType | None) -> None:
            house.stopping = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, note)
        house.say(f"Rathaus starts (data in {state})")
        house.run()
        house.say("Rathaus is closed.")


def main() -> None:
    """This will serve until Ctrl-C; what is in the way gets one line each."""
    if sys.platform != "linux":
        sys.exit("make run needs Linux; elsewhere set DATABASE_URL and start the processes by hand (docs/operations).")
    try:
        serve(reload="--reload" in sys.argv[1:])
    except EnvironmentInvalid as invalid:
        sys.exit("\n".join(invalid.problems))
    except (CannotRun, PostgresUnusable) as reason:
        sys.exit(str(reason))
    except subprocess.SubprocessError as error:
        sys.exit(f"A process could not be started: {error}")
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}" if error.filename else str(error))


if __name__ == "__main__":
    main()
