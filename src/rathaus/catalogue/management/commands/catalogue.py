"""`rathaus catalogue import-FORMAT FILES --town NAME [--dry-run] [--overwrite-edits]`."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from rathaus.catalogue.actions import bring_in
from rathaus.catalogue.report import lines
from rathaus.catalogue.source_file import BrokenFile
from rathaus.catalogue.uploads import Upload
from rathaus.core.errors import Refused
from rathaus.identity.queries import SYSTEM
from rathaus.identity.rights import Role, grants_of
from rathaus.towns.actions import inside

HOUSE = replace(SYSTEM, grants=grants_of([(Role.ADMIN, None)]))
FORMATS = {  # command: format, its files, help
    "import-dldb": (Upload.Format.DLDB, ("services", "locations"), "the DLDB files of Berlin and Munich"),
    "import-xzufi": (Upload.Format.XZUFI, ("file",), "services and offices of a portal (a subset of XZuFi 2.2, XML)"),
    "import-offices": (Upload.Format.OFFICES, ("table",), "a table of offices (CSV)"),
    "import-csv": (Upload.Format.CSV, ("table",), "a table of services (CSV)"),
}


class Command(BaseCommand):
    """Fills a town's catalogue."""

    help = "Import services and offices into a town; the browser can take it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommands."""
        commands = parser.add_subparsers(dest="what", required=True)
        for name, (_format, files, about) in FORMATS.items():
            one = commands.add_parser(name, help=f"import {about}")
            for file in files:
                one.add_argument(file, type=Path, help=f"the file of {file}")
            one.add_argument("--town", required=True, help="schema name of the town")
            one.add_argument("--dry-run", action="store_true", help="print the report, write nothing")
            one.add_argument(
                "--overwrite-edits", action="store_true", help="take the file's words where the town wrote its own"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """This will import the files and print the report."""
        format_, files, _about = FORMATS[options["what"]]
        how = {"overwrites": options.get("overwrite_edits", False), "dry_run": options.get("dry_run", False)}
        try:
            given = [(str(options[name]), options[name].read_bytes()) for name in files]
            with translation.override("en"), inside(options["town"]):
                told = bring_in(format=format_, files=given, by=HOUSE, at=timezone.now(), **how)
                self.stdout.write("\n".join(lines(told, **how)))
        except BrokenFile as broken:
            raise CommandError(f"{broken.message}\nNothing was changed.") from broken
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        except OSError as missing:
            raise CommandError(f"{missing.filename}: {missing.strerror}. Nothing was changed.") from missing
