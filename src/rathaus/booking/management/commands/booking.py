"""`rathaus booking open --town NAME --days 60`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.booking.actions.opening import open_offices
from rathaus.core.errors import Refused
from rathaus.identity.queries import SYSTEM
from rathaus.towns.actions import inside

MOST_DAYS = 370


class Command(BaseCommand):
    """Opens a town's offices for booking."""

    help = "Give offices that have offers but no opening rules plausible ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommand."""
        commands = parser.add_subparsers(dest="what", required=True)
        opening = commands.add_parser("open", help="open offices that have no opening rules yet")
        opening.add_argument("--town", required=True, help="schema name of the town")
        opening.add_argument("--days", type=int, default=60, help=f"how far ahead people can book (1 to {MOST_DAYS})")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will open the offices and print what was opened."""
        days = options["days"]
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days must be between 1 and {MOST_DAYS}")
        try:
            with inside(options["town"]):
                opened = open_offices(days=days, by=SYSTEM, at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        for slug, services, counters in opened.offices:
            self.stdout.write(f"  {slug}: {services} services, {counters} counters")
        self.stdout.write(
            f"{len(opened.offices)} offices opened, {opened.sheets} day sheets made, {opened.joined} offers joined"
        )
