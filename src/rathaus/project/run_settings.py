"""What `make run` finds out before it starts anything: ports, database, environment of its children."""

import errno
import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg

from rathaus.project.env import Environment
from rathaus.project.state import make_folder

MAILBOX_PORTS = (8025, 8026)  # SMTP, page
MAILBOX_PORTS_FILE = "mailbox-ports.json"
DATABASE_SECONDS = 5


class CannotRun(Exception):
    """Something outside of us is in the way; the text is one line that says what and what to do."""


def is_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    try:
        _listen(host, port)
    except OSError:
        return False
    return True


def _listen(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def check_port(host: str, port: int) -> None:
    """This will make sure that we can listen there.

    :raises CannotRun: when the port is taken or not ours to take, or the address is not this machine's
    """
    try:
        _listen(host, port)
    except PermissionError as error:
        raise CannotRun(
            f"Port {port} needs root's rights. Choose another: RATHAUS_PORT={port + 8000} make run"
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65_535 else 8000
            raise CannotRun(f"Port {port} is taken. Choose another: RATHAUS_PORT={other} make run") from error
        raise CannotRun(f"RATHAUS_HOST: {host} is no address of this machine ({error.strerror})") from error


def check_database(environment: Environment) -> None:
    """This will make sure that a database named by DATABASE_URL answers.

    :raises CannotRun: when it does not
    """
    try:
        psycopg.connect(environment.database_url, connect_timeout=DATABASE_SECONDS).close()
    except psycopg.Error as error:
        settings = environment.database
        place = f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}/{settings['NAME']}"
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        # libpq's advice ("Is the server running ...?") stands below the reason, in lines of its own.
        reasons = [line.rpartition(" failed: ")[2] for line in lines if not line.endswith("?")]
        reason = reasons[-1] if reasons else type(error).__name__
        raise CannotRun(f"DATABASE_URL: the database at {place} cannot be used: {reason}") from error


def mailbox_ports(state: Path) -> tuple[int, int]:
    """Two free ports for the mailbox, the same at every start of this state folder when they are free.

    :raises CannotRun: when none is free near the usual ones
    """
    path = state / MAILBOX_PORTS_FILE
    try:
        smtp, page = json.loads(path.read_text())
    except (OSError, ValueError):
        smtp, page = MAILBOX_PORTS
    found = _next_free(smtp, avoid=0)
    ports = found, _next_free(max(page, found + 1), avoid=found)
    make_folder(state)
    path.write_text(json.dumps(ports))
    return ports


def _next_free(first: int, *, avoid: int) -> int:
    for port in range(first, min(first + 200, 65_536)):
        if port != avoid and is_free("127.0.0.1", port):
            return port
    raise CannotRun(f"No free port for the mailbox near {first}. Set RATHAUS_SMTP_URL to use a mail server.")


def listening_host(environ: Mapping[str, str]) -> str:
    """Where the web server listens: on this machine only, unless told otherwise."""
    return environ.get("RATHAUS_HOST", "") or "127.0.0.1"


def texts_url(folder: Path) -> str:
    """The address of a folder as a gateway for text messages."""
    return f"file://{quote(str(folder.absolute()))}"


def children_environment(environment: Environment, smtp_url: str, sms_url: str = "") -> dict[str, str]:
    """The variables that web server and worker see: everything that was found out, spelled out."""
    found = {
        "RATHAUS_MODE": environment.mode,
        "RATHAUS_DATA": str(environment.state),
        "DATABASE_URL": environment.database_url,
        "RATHAUS_SMTP_URL": smtp_url,
        "DJANGO_SETTINGS_MODULE": "rathaus.project.settings",
        "PYTHONUNBUFFERED": "1",
    }
    if sms_url:
        found["RATHAUS_SMS_URL"] = sms_url
    inherited = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in found}
    return {**inherited, **found}
