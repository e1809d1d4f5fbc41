"""`rathaus restore FILE [--town NAME]`: bring towns back from a back-up; `--look` only checks it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rathaus.core.errors import Refused
from rathaus.towns.backup import look, restore, unseal
from rathaus.towns.management.passphrase import passphrase


class Command(BaseCommand):
    """Brings towns back."""

    help = "Bring towns back from a back-up. Never overwrites a town; a damaged, foreign or newer back-up is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--town", action="append", help="schema name; may be given again (missing: all)")
        parser.add_argument("--look", action="store_true", help="check the file and tell what is in it; write nothing")
        parser.add_argument("--key", action="store_true", help="print the sealed secret key, with the passphrase")
        parser.add_argument(
            "--other-key", action="store_true",
            help="accept a back-up of another secret key: links in mails are void, second factors are set up anew",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """This will check, tell, or restore."""
        try:
            self.stdout.write(self._done(options))
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused

    def _done(self, options: dict[str, Any]) -> str:
        file, other = options["file"], options["other_key"]
        if options["key"]:
            return unseal(look(file, accepts_other_key=True), passphrase())
        if options["look"]:
            found = look(file, accepts_other_key=other)
            return f"{file} of {found.made_at} is whole and holds {', '.join(sorted(found.towns))}"
        return f"restored: {', '.join(restore(file, names=options['town'], accepts_other_key=other))}"
