"""`rathaus catalogue import-dldb SERVICES.json LOCATIONS.json --town NAME [--dry-run]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.catalogue import dldb
from rathaus.catalogue.actions import import_dldb
from rathaus.catalogue.source_file import BrokenFile
from rathaus.core.errors import Refused
from rathaus.identity.queries import SYSTEM
from rathaus.towns.actions import inside


class Command(BaseCommand):
    """Fills a town's catalogue."""

    help = "Import a service catalogue into a town."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommand."""
        commands = parser.add_subparsers(dest="what", required=True)
        dldb_files = commands.add_parser("import-dldb", help="import the DLDB files of Berlin and Munich")
        dldb_files.add_argument("services", type=Path, help="the JSON file of services")
        dldb_files.add_argument("locations", type=Path, help="the JSON file of locations")
        dldb_files.add_argument("--town", required=True, help="schema name of the town")
        dldb_files.add_argument("--dry-run", action="store_true", help="print the report, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will import the files and print the report."""
        services, locations = options["services"], options["locations"]
        try:
            catalogue = dldb.parse(
                services.read_bytes(), locations.read_bytes(),
                services_name=str(services), locations_name=str(locations),
            )  # fmt: skip
            with inside(options["town"]):
                report = import_dldb(catalogue=catalogue, by=SYSTEM, at=timezone.now(), dry_run=options["dry_run"])
        except BrokenFile as broken:
            raise CommandError(f"{broken.message}\nNothing was changed.") from broken
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        except OSError as missing:
            raise CommandError(f"{missing.filename}: {missing.strerror}. Nothing was changed.") from missing
        self.stdout.write("\n".join(report.lines()))
