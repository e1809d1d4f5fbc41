"""A pytest plugin: each test run has a PostgreSQL for itself, without fsync, unless DATABASE_URL names one.

Servers are kept in numbered places of the state folder, so that templates of databases survive;
runs at the same time take different places.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.postgres_account import PostgresUnusable
from rathaus.project.state import make_folder, state_folder

MOST_PLACES = 32
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}


def take_place(folder: Path) -> EmbeddedPostgres:
    """This will take the first place that no other test run has; it stays ours until this process ends.

    :raises PostgresUnusable: when all are taken
    """
    make_folder(folder.parent)
    make_folder(folder)
    for number in range(MOST_PLACES):
        lock = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        return EmbeddedPostgres(folder, settings=FAST, name=str(number))
    raise PostgresUnusable(f"{MOST_PLACES} test runs are using {folder}")


# At import, since pytest-django reads the settings before any hook of ours could run.
os.environ.setdefault("RATHAUS_MODE", "test")
_cluster = None if os.environ.get("DATABASE_URL") else take_place(state_folder(os.environ) / "tests")
if _cluster is not None:
    os.environ["DATABASE_URL"] = _cluster.dsn


def pytest_sessionstart(session: Any) -> None:
    """This will start the server; workers of pytest-xdist inherit its address."""
    if _cluster is not None and not session.config.option.collectonly:
        _cluster.start()


def pytest_unconfigure() -> None:
    """This will stop the server."""
    if _cluster is not None:
        _cluster.stop()
