"""`rathaus town create|list|export|delete`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.core.errors import Refused
from rathaus.towns import actions
from rathaus.towns.backup import back_up, look
from rathaus.towns.models import Town


class Command(BaseCommand):
    """Makes, lists, exports and deletes towns."""

    help = "Make a town, list them, write one into a file, or delete one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the two subcommands."""
        commands = parser.add_subparsers(dest="what", required=True)
        create = commands.add_parser("create", help="make a town")
        create.add_argument("name", help="schema name: a-z, 0-9, _")
        create.add_argument("--host", action="append", required=True, help="host name; may be given again")
        create.add_argument("--title", required=True, help="name as people read it")
        commands.add_parser("list", help="list the towns")
        export = commands.add_parser("export", help="write a town into a file that `rathaus restore` reads")
        export.add_argument("name")
        export.add_argument("file", type=Path)
        delete = commands.add_parser("delete", help="remove a town, after writing it into a file")
        delete.add_argument("name")
        delete.add_argument("--export", type=Path, required=True, help="the file that keeps the town")
        delete.add_argument("--yes-delete", required=True, metavar="NAME", help="the name once more")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will run the subcommand."""
        if options["what"] == "list":
            for town in Town.objects.order_by("schema_name").prefetch_related("domains"):
                hosts = ", ".join(sorted(d.domain for d in town.domains.all()))
                self.stdout.write(f"{town.schema_name}\t{town.title}\t{hosts}")
            return
        try:
            self.stdout.write(self._done(options))
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        except ValidationError as broken:
            raise CommandError("; ".join(broken.messages)) from broken

    def _done(self, options: dict[str, Any]) -> str:
        name, now = options["name"], timezone.now()
        if options["what"] == "create":
            town = actions.create(name=name, hosts=options["host"], title=options["title"], at=now)
            return f"{town.title} is open at {', '.join(options['host'])}"
        if options["what"] == "export":
            back_up(options["file"], names=[name], at=now)
            return f"{name} is in {options['file']}"
        if options["yes_delete"] != name:
            raise Refused("--yes-delete names another town: nothing was done")
        if Town.objects.filter(schema_name=name).exists():
            back_up(options["export"], names=[name], at=now)
            look(options["export"])
        actions.delete(name=name)
        return f"{name} is gone"
