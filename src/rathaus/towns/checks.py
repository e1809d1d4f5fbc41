"""System checks: settings that leaked one town's data into another's answers in trials are refused."""

from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from rathaus.core.errors import Refused

FORBIDDEN = {
    "TENANT_LIMIT_SET_CALLS": "the search path would be trusted after a rollback",
    "TENANT_BASE_SCHEMA": "cloning copies rows and sequences of another town",
}


@register()
def no_leaking_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """This will refuse settings that are known to leak between towns."""
    found: list[CheckMessage] = [
        Error(f"{name} must not be set: {why}.", id="towns.E001")
        for name, why in FORBIDDEN.items()
        if getattr(settings, name, None)
    ]
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine != "rathaus.towns.postgresql":
        found.append(Error(f"the database engine must be rathaus.towns.postgresql, not {engine}.", id="towns.E002"))
    return found


class ConnectionsShared(Refused):
    """A pooler gives one connection of the server to several of ours."""


def shares_connections() -> bool:
    """Whether two open connections of ours are served by one and the same process of PostgreSQL.

    So it is behind PgBouncer in transaction mode: there, one request's search path serves the next one's queries.
    """
    with closing(connection.copy()) as one, closing(connection.copy()) as other:
        return _process_of(one) == _process_of(other)


def _process_of(link: Any) -> int:
    with link.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def refuse_shared_connections() -> None:
    """This will refuse a database behind a pooler that leaks one town's search path into another's queries.

    :raises ConnectionsShared: when it is one.
    """
    if shares_connections():
        raise ConnectionsShared(
            "DATABASE_URL leads to a pooler that shares connections (PgBouncer in transaction mode): towns would "
            "see each other's data. Use its session mode, or the database itself."
        )


@register(Tags.database)
def no_shared_connections(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """This will refuse PgBouncer in transaction mode where a command looks at the database."""
    if not databases or not shares_connections():
        return []
    return [Error("PgBouncer in transaction mode leaks between towns; use its session mode.", id="towns.E003")]
