"""Databases of the tests: a migrated template, made once for the migrations at hand, copied per worker and per race."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import connections
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import Client
from django.utils import timezone
from django_tenants.utils import schema_context
from psycopg import sql

from rathaus.booking import plan as plans
from rathaus.towns import middleware
from rathaus.towns.models import Town
from tests.clock import Clock
from tests.makers import Maker

hypothesis.settings.register_profile("any-machine", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("any-machine")
# Hashing is slow on purpose: 0.1 s and more for each member of staff that a test makes. Hashes name what they cost, so
# the server of the browser tests, which keeps Django's costs, can read these.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1
ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Berlin
SERVER = str(settings.DATABASES["default"]["NAME"])


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a worker spends a third of its time waiting for browser, server and database."""
    return len(os.sched_getaffinity(0)) + 1


def server(*statements: sql.Composable, fetch: bool = False) -> Any:
    """This will run statements on the server, outside of any transaction."""
    with psycopg.connect(settings.ENV.database_url, autocommit=True, dbname=SERVER) as link:
        for statement in statements:
            cursor = link.execute(statement)  # type: ignore[call-overload]
        return cursor.fetchall() if fetch else None


def use(name: str) -> None:
    """This will point Django's connection at a database."""
    link = connections["default"]
    link.close()
    settings.DATABASES["default"]["NAME"] = name
    connections.databases["default"]["NAME"] = name
    link.settings_dict["NAME"] = name
    link.set_schema_to_public()  # type: ignore[attr-defined]
    plans.forget()
    middleware.forget_hosts()


def database_in_use() -> str:
    """The database that Django's connection points at."""
    return str(settings.DATABASES["default"]["NAME"])


def fingerprint(*patterns: str) -> str:
    """This will return a hash of the files that a template is made from."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted((ROOT / "src").glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _exists(name: str) -> bool:
    return bool(server(sql.SQL("SELECT 1 FROM pg_database WHERE datname = {}").format(sql.Literal(name)), fetch=True))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    lock = Path(settings.RATHAUS_STATE) / "tests-template.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _quietly(*words: str) -> None:
    call_command(*words, stdout=StringIO())


def template() -> str:
    """This will return the name of the template with two empty towns, made when missing."""
    name = "tpl_" + fingerprint("rathaus/*/migrations/*.py")
    with _one_at_a_time():
        if not _exists(name):
            draft = f"{name}_draft"
            server(
                sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(draft)),
                sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)),
            )
            use(draft)
            _quietly("migrate_towns")
            _quietly("town", "create", "musterstadt", "--host=localhost", "--title=Musterstadt")
            _quietly("town", "create", "beispielhausen", "--host=beispielhausen.localhost", "--title=Beispielhausen")
            connections["default"].close()
            server(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def demo_template() -> str:
    """This will return the name of the template with both demo towns, lived in as of today, made when missing."""
    files = ("rathaus/*/migrations/*.py", "rathaus/catalogue/demo/**/*.*", "rathaus/project/demo/*.py")
    name = f"demo_{timezone.localdate():%Y%m%d}_{fingerprint(*files)}"
    base = template()
    with _one_at_a_time():
        if not _exists(name):
            _drop_older_demos()
            draft = f"{name}_draft"
            copy(base, draft)
            use(draft)
            Town.objects.update(is_demo=True)
            _quietly("demo", "reset")
            connections["default"].close()
            server(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def _drop_older_demos() -> None:
    older = server(sql.SQL("SELECT datname FROM pg_database WHERE datname LIKE 'demo\\_%'"), fetch=True)
    server(*(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)) for (name,) in older))


def copy(source: str, target: str) -> None:
    """This will make a database as a copy of another that nobody is connected to."""
    server(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)),
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source)),
    )


def drop(name: str) -> None:
    """This will remove a database."""
    connections["default"].close()
    server(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


class UnknownVariable(Exception):
    """A template shows what its view did not give it."""


class Unknown(str):
    """Stands where Django would show nothing for an unknown variable, and fails instead."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, variable: Any) -> str:
        raise UnknownVariable(str(variable))


@pytest.fixture(scope="session", autouse=True)
def _no_unknown_variables() -> None:
    """Every page and letter that any test renders shows only what its view gave it."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    backend.engine.string_if_invalid = Unknown("unknown")


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this process among the workers."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker: str) -> Iterator[None]:
    """A copy of the template for this worker."""
    with django_db_blocker.unblock():
        source, name = template(), f"test_{worker}"
        copy(source, name)
        use(name)
        yield
        drop(name)


@pytest.fixture
def town(db: None) -> Iterator[str]:
    """Inside Musterstadt, which has nothing yet; undone after the test."""
    plans.forget()
    middleware.forget_hosts()
    with schema_context("musterstadt"):
        yield "musterstadt"


@pytest.fixture
def make(town: str) -> Maker:
    """Makes what a town has."""
    return Maker(NOW)


@pytest.fixture
def now() -> datetime:
    """Monday, 23 November 2026, 10:00 in Berlin."""
    return NOW


@pytest.fixture
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Views see Monday, 23 November 2026, 10:00 in Berlin, until a test moves the clock."""
    still = Clock(now)
    monkeypatch.setattr(timezone, "now", lambda: still.moment)
    return still


@pytest.fixture
def amina(town: str) -> Client:
    """Amina's browser: a citizen."""
    return Client(HTTP_HOST="localhost")


@pytest.fixture
def race_town(django_db_blocker: Any, django_db_setup: None, worker: str) -> Iterator[str]:
    """Inside Musterstadt in a database of its own, with real commits, for races and processes; dropped afterwards."""
    name = f"race_{worker}"
    with django_db_blocker.unblock():
        copy(template(), name)
        use(name)
        try:
            with schema_context("musterstadt"):
                yield "musterstadt"
        finally:
            drop(name)
            use(f"test_{worker}")
