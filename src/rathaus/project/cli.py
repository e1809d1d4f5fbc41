"""The command `rathaus`: Django's commands, with settings, messages and database in place."""

import os
import sys
from collections.abc import MutableMapping

from rathaus.project.env import EnvironmentInvalid, environment
from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.postgres_account import PostgresUnusable
from rathaus.project.state import SECRET_KEY_FILE, ensure_secret_key, state_folder

SETTINGS = "rathaus.project.settings"
# Commands of django-tenants that go around what `rathaus town` makes sure of; one copies a town with all its people.
NOT_OFFERED = frozenset(
    {"clone_tenant", "create_domain", "create_missing_schemas", "create_tenant", "create_tenant_superuser"}
    | {"delete_domain", "delete_tenant", "rename_schema"}
)


def main() -> None:
    """This will run one command; wrong settings are named line by line."""
    try:
        prepare(os.environ)
        execute()
    except EnvironmentInvalid as invalid:
        sys.exit("rathaus cannot start, the environment is not right:\n  " + "\n  ".join(invalid.problems))
    except PostgresUnusable as unusable:
        sys.exit(f"rathaus: {unusable}")
    except KeyboardInterrupt:
        sys.exit(130)


def prepare(environ: MutableMapping[str, str]) -> None:
    """This will find the mode, and start the demo's own database when it does not run.

    Where `make run` was used, `rathaus` means that house: nobody has to set a variable. The database
    ends with this process.

    :raises EnvironmentInvalid: when settings are missing or wrong
    :raises PostgresUnusable: when the database cannot be started
    """
    environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    state = state_folder(environ)
    names = ("RATHAUS_MODE", "RATHAUS_SECRET_KEY", "RATHAUS_SECRET_KEY_FILE")
    if not any(environ.get(name) for name in names) and (state / SECRET_KEY_FILE).exists():
        environ["RATHAUS_MODE"] = "demo"
    if environ.get("RATHAUS_MODE") == "demo":
        ensure_secret_key(state)
    found = environment()
    server = EmbeddedPostgres(found.state)
    if found.mode == "demo" and found.database_url == server.dsn and not server.running:
        server.start()


def execute() -> None:
    """This will hand the command line to Django; a database that is away gets one line."""
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    if NOT_OFFERED & set(sys.argv[1:2]):
        sys.exit(f"rathaus: {sys.argv[1]} is not offered, it goes around the house's rules. See: rathaus town --help")
    try:
        execute_from_command_line(["rathaus", *sys.argv[1:]])
    except OperationalError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        sys.exit(f"rathaus: the database cannot be used: {(lines or ['it gave no reason'])[0]}")


def prepare_django() -> None:
    """This will set Django up for a process that is not a command."""
    prepare(os.environ)
    import django

    django.setup()


if __name__ == "__main__":
    main()
