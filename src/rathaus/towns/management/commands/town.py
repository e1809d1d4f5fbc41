"""`rathaus town create NAME --host HOST --title TITLE` and `rathaus town list`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.core.errors import Refused
from rathaus.towns import actions
from rathaus.towns.models import Town


class Command(BaseCommand):
    """Makes and lists towns."""

    help = "Make a town, or list them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the two subcommands."""
        commands = parser.add_subparsers(dest="what", required=True)
        create = commands.add_parser("create", help="make a town")
        create.add_argument("name", help="schema name: a-z, 0-9, _")
        create.add_argument("--host", action="append", required=True, help="host name; may be given again")
        create.add_argument("--title", required=True, help="name as people read it")
        commands.add_parser("list", help="list the towns")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will run the subcommand."""
        if options["what"] == "list":
            for town in Town.objects.order_by("schema_name").prefetch_related("domains"):
                hosts = ", ".join(sorted(d.domain for d in town.domains.all()))
                self.stdout.write(f"{town.schema_name}\t{town.title}\t{hosts}")
            return
        try:
            town = actions.create(
                name=options["name"], hosts=options["host"], title=options["title"], at=timezone.now()
            )
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        except ValidationError as broken:
            raise CommandError("; ".join(broken.messages)) from broken
        self.stdout.write(f"{town.title} is open at {', '.join(options['host'])}")
