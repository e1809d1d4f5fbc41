"""`rathaus migrate_towns`: bring the database up to date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rathaus.core.errors import Refused
from rathaus.towns.schema import migrate_towns


class Command(BaseCommand):
    """Migrates public, the template schema, and the towns that are behind."""

    help = "Bring the public schema, the template and every town that is behind up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """This will migrate and name the towns that were behind."""
        try:
            late = migrate_towns(verbosity=max(0, options["verbosity"] - 1))
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(f"up to date; {len(late)} towns were behind" + (": " + ", ".join(late) if late else ""))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will add nothing of its own."""
