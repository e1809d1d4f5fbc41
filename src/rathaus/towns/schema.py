"""Schemas of towns: made from a dump of the migrated template, migrated only when behind."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from rathaus.core.errors import Refused
from rathaus.towns.checks import refuse_shared_connections
from rathaus.towns.models import Town

TEMPLATE = "rathaus_template_schema"
NEWER_SETTING = b"SET transaction_timeout = "  # begins a line of pg_dump 17 that older servers refuse


class CannotMakeTown(Refused):
    """The schema could not be made."""


def exists(schema: str) -> bool:
    """This will tell whether there is a schema of that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
        return cursor.fetchone() is not None


def is_left_behind(schema: str) -> bool:
    """This will tell whether a schema looks like a town whose making was cut off: our tables, but no row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(quote_ident(%s) || '.django_migrations') IS NOT NULL", [schema])
        has_tables = bool(cursor.fetchone()[0])
    return has_tables and schema not in ("public", TEMPLATE) and not Town.objects.filter(schema_name=schema).exists()


def _execute(statement: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _migrate(schema: str, verbosity: int) -> None:
    call_command("migrate_schemas", tenant=True, schema_name=schema, interactive=False, verbosity=verbosity)


def migrate_public(*, verbosity: int = 0) -> None:
    """This will migrate the tables of the public schema: towns, domains, job queue."""
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=verbosity)


def ensure_template(*, verbosity: int = 0) -> None:
    """This will make or bring up to date the empty schema that new towns are dumped from."""
    if not exists(TEMPLATE):
        _execute("CREATE SCHEMA {}", TEMPLATE)
        _migrate(TEMPLATE, verbosity)
    elif behind([TEMPLATE]):
        _migrate(TEMPLATE, verbosity)


def behind(schemas: list[str]) -> list[str]:
    """This will return the schemas that miss a migration of the code, by one UNION query."""
    if not schemas:
        return []
    on_disk = {f"{app}.{name}" for app, name in _tenant_migrations()}
    parts = [
        sql.SQL("SELECT {}::text, array_agg(app || '.' || name) FROM {}.django_migrations").format(
            sql.Literal(schema), sql.Identifier(schema)
        )
        for schema in schemas
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts))
        return [schema for schema, done in cursor.fetchall() if on_disk - set(done or [])]


def _tenant_migrations() -> set[tuple[str, str]]:
    from django.apps import apps

    labels = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    return {key for key in (MigrationLoader(None).disk_migrations or {}) if key[0] in labels}


def migrate_towns(*, verbosity: int = 0) -> list[str]:
    """This will migrate the public schema, the template and every town that is behind; returns the latter's names.

    :raises ConnectionsShared: behind a pooler that leaks between towns.
    """
    refuse_shared_connections()
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    migrate_public(verbosity=verbosity)
    ensure_template(verbosity=verbosity)
    late = behind(list(Town.objects.order_by("schema_name").values_list("schema_name", flat=True)))
    for schema in late:
        _migrate(schema, verbosity)
    return late


def make_schema(name: str) -> None:
    """This will make a town's schema as a copy of the template: by pg_dump where there is one, else by migrating.

    :raises CannotMakeTown: when the schema exists or the copy fails; nothing is left behind.
    """
    if exists(name):
        raise CannotMakeTown(f"a schema named {name} exists already")
    ensure_template()
    tools = _client_tools()
    if tools is not None:
        _copy_template(name, *tools)  # one transaction: a schema that somebody made meanwhile is not ours to drop
        return
    _execute("CREATE SCHEMA {}", name)
    try:
        _migrate(name, 0)
    except Exception:
        drop_schema(name)
        raise


def drop_schema(name: str) -> None:
    """This will remove a schema with all that is in it."""
    _execute("DROP SCHEMA IF EXISTS {} CASCADE", name)


def _client_tools() -> tuple[str, str] | None:
    folder: Path | None = settings.RATHAUS_PG_BIN
    found = [str(folder / tool) if folder else shutil.which(tool) for tool in ("pg_dump", "psql")]
    dump, psql = found
    if not dump or not psql or _major(dump) < _server_major():
        return None
    return dump, psql


def client_tool(name: str) -> str:
    """This will return the path of one of PostgreSQL's programs that is not older than the server.

    :raises CannotMakeTown: when there is none.
    """
    tools = _client_tools()
    if tools is None:
        raise CannotMakeTown("pg_dump of the server's version is needed: install postgresql-client")
    return str(Path(tools[0]).with_name(name))


def known_migrations() -> set[str]:
    """This will return every migration that this version knows, as app.name."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}


def _major(dump: str) -> int:
    text = subprocess.run([dump, "--version"], capture_output=True, text=True, check=True).stdout
    return int(text.split()[2].split(".")[0])


def _server_major() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def client_environment() -> dict[str, str]:
    """This will return the environment in which PostgreSQL's own programs reach the database."""
    options = connection.get_connection_params()
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
        "sslmode": "PGSSLMODE",
    }
    wanted = {variable: str(options[key]) for key, variable in names.items() if options.get(key)}
    return {**{k: v for k, v in os.environ.items() if not k.startswith("PG")}, **wanted}


def _copy_template(name: str, dump: str, psql: str) -> None:
    environment = client_environment()
    text = subprocess.run(
        [dump, "--schema", TEMPLATE, "--no-owner"], env=environment, capture_output=True, text=True, check=True
    ).stdout
    text = re.sub(f"^{NEWER_SETTING.decode()}.*\n", "", text.replace(TEMPLATE, name), flags=re.MULTILINE)
    done = subprocess.run(
        [psql, "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"],
        input=text, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotMakeTown(f"the schema {name} could not be copied: {done.stderr.strip()[-500:]}")
