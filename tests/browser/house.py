"""The processes that browser tests talk to: those of `make run`, on a database of this worker's own."""

import http.client
import json
import signal
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from rathaus.project import command_lines
from rathaus.project.processes import dies_with_parent, kill_session
from rathaus.project.run_settings import children_environment
from rathaus.project.state import CHECKOUT
from tests.peers import eventually, free_port

HOST = "127.0.0.1"
PROXIES = "127.0.0.1/32"  # every page names an address of its own, so that no test uses up another's tries
READY_SECONDS = 60


@dataclass
class Server:
    """A running town hall; `database` can be changed by tests."""

    database: str
    folder: Path
    port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    mailbox_port: int = field(default_factory=free_port)
    started: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    def url(self, path: str = "/", host: str = "localhost") -> str:
        """The address of a path of a town."""
        return f"http://{host}:{self.port}{path}"

    @property
    def mailbox_url(self) -> str:
        """Where the local mailbox shows its mails; it receives only with the fixture `mails`."""
        return f"http://localhost:{self.mailbox_port}/"

    @property
    def environ(self) -> dict[str, str]:
        """What the processes see: the tests' own settings, with database and ports of this house."""
        url = urlsplit(settings.ENV.database_url)._replace(path=f"/{self.database}").geturl()
        found = replace(settings.ENV, database_url=url)
        own = {"RATHAUS_PORT": str(self.port), "RATHAUS_TRUSTED_PROXIES": PROXIES, "RATHAUS_WEB_WORKERS": "1"}
        return {**children_environment(found, f"smtp://{HOST}:{self.smtp_port}"), **own}

    def open(self) -> None:
        """This will start the web server and wait until it answers."""
        self.start("web server", command_lines.web_server(host=HOST, port=self.port, workers=1))
        self._wait("web server", self.port, "/health/")

    def receive_mail(self) -> None:
        """This will start the worker that sends mails, and the mailbox that keeps them; once."""
        if "mailbox" in self.started:
            return
        folder = self.folder / "mail"
        ports = {"smtp_port": self.smtp_port, "page_port": self.mailbox_port}
        self.start("mailbox", command_lines.mailbox(folder, **ports))
        self._wait("mailbox", self.mailbox_port, "/")
        self.start("worker", command_lines.job_worker())

    def start(self, name: str, command: Sequence[str]) -> None:
        """This will start a process that ends with this one; its output goes to a file."""
        with self.log(name).open("ab") as log:
            self.started[name] = subprocess.Popen(
                command,
                env=self.environ,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 - one thread, no locks
            )

    def log(self, name: str) -> Path:
        """The file with what a process printed."""
        return self.folder / f"{name.replace(' ', '-')}.log"

    def _wait(self, name: str, port: int, path: str) -> None:
        ready = eventually(lambda: _answers(port, path) or self.started[name].poll() is not None, seconds=READY_SECONDS)
        if not ready or self.started[name].poll() is not None:
            raise AssertionError(f"The {name} does not answer:\n{self.log(name).read_text()}")

    def close(self) -> None:
        """This will end all processes."""
        for process in reversed(list(self.started.values())):
            process.terminate()
        for process in reversed(list(self.started.values())):
            with suppress(subprocess.TimeoutExpired):
                process.wait(3)
            kill_session(process)


def _answers(port: int, path: str) -> bool:
    with suppress(OSError, http.client.HTTPException), closing(http.client.HTTPConnection(HOST, port)) as connection:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    return False


@dataclass(frozen=True)
class Mails:
    """What the local mailbox has received."""

    url: str

    def to(self, address: str) -> list[dict[str, Any]]:
        """The mails to an address, newest first: id, subject, text, html, links, attachments."""
        query = urllib.parse.urlencode({"to": address})
        with urllib.request.urlopen(f"{self.url}messages.json?{query}", timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def wait_for(self, address: str, *, subject: str = "", seconds: float = 30) -> dict[str, Any]:
        """This will wait for a mail to an address whose subject has these words, and return the newest."""

        def found() -> list[dict[str, Any]]:
            return [mail for mail in self.to(address) if subject in mail["subject"]]

        assert eventually(found, seconds=seconds), f"no mail „{subject}“ to {address}, only {self.to(address)}"
        return found()[0]


def as_worker_number(name: str) -> int:
    """This will return 0 for the only worker, else the number of the worker of pytest-xdist."""
    return int("".join(c for c in name if c.isdigit()) or 0)
