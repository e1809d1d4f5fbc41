"""`rathaus verify [--town NAME]`: recount every day sheet against the appointments."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rathaus.booking.verify import Difference, recounted
from rathaus.core.errors import Refused
from rathaus.towns.actions import inside
from rathaus.towns.models import Town


class Command(BaseCommand):
    """Compares sheets and appointments of every town; ends with 1 when they differ."""

    help = "Recount every day sheet against the appointments; exit code 1 when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the option."""
        parser.add_argument("--town", help="schema name of one town (missing: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will print every difference and how many there are."""
        one = options["town"]
        towns = [one] if one else list(Town.objects.order_by("schema_name").values_list("schema_name", flat=True))
        found = 0
        for town in towns:
            for difference in self._of(town):
                found += 1
                self.stdout.write(f"{town}: resource {difference.resource_id}, {difference.day}: {difference.what}")
        self.stdout.write(f"{found} differences")
        if found:
            raise CommandError(f"{found} sheets differ from their appointments", returncode=1)

    def _of(self, town: str) -> list[Difference]:
        try:
            with inside(town):
                return recounted()
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
