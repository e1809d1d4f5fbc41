"""`rathaus demo load`, `rathaus demo reset`, `rathaus demo signins`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.core.errors import Refused
from rathaus.project.demo import towns


class Command(BaseCommand):
    """The demo towns."""

    help = "Load the demo towns, make them anew, or print their sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommands."""
        parser.add_argument("what", choices=["load", "reset", "signins"])

    def handle(self, *args: Any, **options: Any) -> None:
        """This will run the subcommand."""
        try:
            if options["what"] == "signins":
                self._signins()
            else:
                act = towns.load if options["what"] == "load" else towns.reset
                act(at=timezone.now(), say=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused

    def _signins(self) -> None:
        for name in towns.DEMO:
            for email, person, role, _offices in towns.people(name, []):
                secret = towns.SECRETS[email.split("@")[0]]
                self.stdout.write(f"{email}  {towns.PASSWORD}  TOTP secret {secret}  ({person}, {role})")
