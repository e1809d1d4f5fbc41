"""`rathaus demo load`, `rathaus demo live-on`, `rathaus demo reset`, `rathaus demo signins`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.core.errors import Refused
from rathaus.project.demo import towns

AT_ONCE = 40  # new visits per counter: today and tomorrow; the worker does the rest


class Command(BaseCommand):
    """The demo towns."""

    help = "Load the demo towns, bring them up to the present, make them anew, or print their sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommands."""
        parser.add_argument("what", choices=["load", "live-on", "reset", "signins"])

    def handle(self, *args: Any, **options: Any) -> None:
        """This will run the subcommand."""
        try:
            if options["what"] == "signins":
                self._signins()
            elif options["what"] == "live-on":
                towns.live_on(at=timezone.now(), most=AT_ONCE)
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
