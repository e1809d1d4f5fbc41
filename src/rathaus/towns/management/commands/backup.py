"""`rathaus backup FILE [--town NAME]`: write a back-up of all towns, or of some."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.core.errors import Refused
from rathaus.towns.backup import back_up
from rathaus.towns.management.passphrase import passphrase


class Command(BaseCommand):
    """Writes a back-up."""

    help = "Write a back-up of all towns, or of some, into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the options."""
        parser.add_argument("file", type=Path, help="the file to write; an existing one is kept")
        parser.add_argument("--town", action="append", help="schema name; may be given again (missing: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will write the file and tell what is in it."""
        file, secret = options["file"], passphrase()
        if file.exists():
            raise CommandError(f"{file} is there already")
        try:
            names = back_up(file, names=options["town"], at=timezone.now(), passphrase=secret)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        key = "with the secret key, sealed" if secret else "without the secret key: keep a copy of it elsewhere"
        self.stdout.write(f"{file}: {len(names)} towns ({', '.join(names)}), {file.stat().st_size:,} bytes, {key}")
