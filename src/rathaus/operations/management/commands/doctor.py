"""`rathaus doctor`: find what is wrong with this installation, and say how to mend it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.operations.findings import Finding
from rathaus.operations.probes import of_house, of_town
from rathaus.towns.actions import inside
from rathaus.towns.models import Town


class Command(BaseCommand):
    """Looks at the house and at every town; ends with 1 when something is wrong."""

    help = "Find what is wrong with this installation and say how to mend it; exit code 1 when there is anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the option."""
        parser.add_argument("--town", help="schema name of one town (missing: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will print one line for each probe."""
        now = timezone.now()
        wrong = sum(self._tell("", finding) for finding in of_house(at=now))
        names = list(Town.objects.order_by("schema_name").values_list("schema_name", flat=True))
        for name in [options["town"]] if options["town"] else names:
            with inside(name):
                wrong += sum(self._tell(f"{name}: ", finding) for finding in of_town(at=now))
        if wrong:
            raise CommandError(f"{wrong} things to mend", returncode=1)
        self.stdout.write("all is well")

    def _tell(self, where: str, finding: Finding) -> int:
        mark = "ok     " if finding.is_well else "MEND   "
        self.stdout.write(f"{mark}{where}{finding.name}: {finding.said}")
        if not finding.is_well:
            self.stdout.write(f"       -> {finding.mend}")
        return not finding.is_well
