"""Other sides that tests talk to for real: a mail server, and programs of ours in processes of their own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
Answer = str | Callable[[SMTP], str]


def free_port() -> int:
    """This will return a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def granian(port: int) -> tuple[str, ...]:
    """This will return the command of a web server with two workers, as `make run` starts it."""
    options = "--interface rsgi --host 127.0.0.1 --workers 2 --http 1 --loop asyncio --runtime-mode st --no-ws"
    return (sys.executable, "-m", "granian", *options.split(), "--port", str(port), "rathaus.project.rsgi:app")


def hang_up(server: SMTP) -> str:
    """This will break the connection without a word."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
    return "421 gone"


class MailServer:
    """A mail server that keeps what it gets, and answers recipients and texts as a test wants."""

    def __init__(self, port: int | None = None, **options: Any) -> None:
        self.port = port or free_port()
        self.mails: list[EmailMessage] = []
        self.to: list[str] = []
        self.sessions = 0
        self.sender = "250 OK"  # the answer to every sender
        self.recipients: dict[str, Answer] = {}
        self.texts: list[Answer] = []  # answers to the next texts, then "250 OK"
        self.options = {"hostname": "127.0.0.1", "server_hostname": "mail.example", **options}
        self.controller: Controller | None = None

    @property
    def url(self) -> str:
        """The address as the environment names it."""
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> "MailServer":
        self.controller = Controller(self, port=self.port, **self.options)
        self.controller.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self.controller is not None:
            self.controller.stop()

    async def handle_MAIL(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """This will answer for the sender."""
        if not self.sender.startswith("2"):
            return self.sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        self.sessions += not hasattr(session, "seen")
        session.seen = True  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """This will answer for the recipient."""
        answer = said(self.recipients.get(address, "250 OK"), server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """This will keep the mail, then answer."""
        answer = self.texts.pop(0) if self.texts else "250 OK"
        if not isinstance(answer, str) or answer.startswith("2"):
            content = envelope.original_content or b""
            self.mails.append(message_from_bytes(content, policy=policy.default))
            self.to.extend(envelope.rcpt_tos)
        return said(answer, server)


def said(answer: Answer, server: SMTP) -> str:
    """This will return the words of an answer."""
    return answer if isinstance(answer, str) else answer(server)


def environ(**more: str) -> dict[str, str]:
    """This will return the environment of a process that works on the database of this test."""
    url = urlsplit(settings.ENV.database_url)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    ours = {"RATHAUS_MODE": "test", "DJANGO_SETTINGS_MODULE": "rathaus.project.settings", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **ours, "DATABASE_URL": url, **more}


def python(code: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """This will run Python code in a process of its own, with Django set up."""
    words = [sys.executable, "-c", "import django; django.setup()\n" + code]
    return subprocess.run(
        words, env=environ(**variables), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def running(*words: str, log: Path, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    """This will keep a program running for the block; its output goes to the file `log`."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            words, env=environ(**variables), cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield child
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait(10)


def eventually(is_so: Callable[[], object], *, seconds: float = 20.0) -> bool:
    """This will wait until something is so, and tell whether it became so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return bool(is_so())
