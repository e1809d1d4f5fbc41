"""`rathaus api_key make|list|revoke --town NAME`: keys of programs, as in the administration."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.api import keys
from rathaus.api.models import MOST_HOLDS, MOST_REQUESTS, ApiClient, Scope
from rathaus.core.errors import Refused
from rathaus.identity.queries import SYSTEM
from rathaus.towns.actions import inside


class Command(BaseCommand):
    """Keys of the API."""

    help = "Make, list and revoke keys of programs that use the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommands."""
        commands = parser.add_subparsers(dest="what", required=True)
        make = commands.add_parser("make", help="print a new key, once")
        make.add_argument("--title", required=True, help="who gets it")
        make.add_argument("--scope", action="append", choices=Scope.values, required=True, help="what it may do")
        make.add_argument("--holds", type=int, default=120, help="how many times it may hold in ten minutes")
        make.add_argument("--requests", type=int, default=1200, help="how often it may ask in a minute")
        make.add_argument("--until", type=date.fromisoformat, help="last day on which it works: YYYY-MM-DD")
        revoke = commands.add_parser("revoke", help="make a key worthless")
        revoke.add_argument("number", type=int, help="its number, as `list` shows it")
        for one in (make, revoke, commands.add_parser("list", help="show all, without their secrets")):
            one.add_argument("--town", required=True, help="schema name of the town")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will do it inside the town."""
        try:
            with inside(options["town"]):
                getattr(self, f"_{options['what']}")(options)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused

    def _make(self, options: dict[str, Any]) -> None:
        if not (1 <= options["holds"] <= MOST_HOLDS and 1 <= options["requests"] <= MOST_REQUESTS):
            raise CommandError(f"--holds is at most {MOST_HOLDS}, --requests at most {MOST_REQUESTS}")
        _client, key = keys.make_client(
            title=options["title"], scopes=options["scope"], most_holds=options["holds"],
            most_requests=options["requests"],
            expires_on=options["until"], by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
        self.stdout.write(key)

    def _list(self, options: dict[str, Any]) -> None:
        for client in ApiClient.objects.order_by("pk"):
            state = "revoked" if client.revoked_at else f"until {client.expires_on or 'revoked'}"
            self.stdout.write(f"{client.pk}  {client.title}  {', '.join(client.scopes)}  {state}")

    def _revoke(self, options: dict[str, Any]) -> None:
        keys.revoke(client_id=options["number"], by=SYSTEM, at=timezone.now())
        self.stdout.write("revoked")
