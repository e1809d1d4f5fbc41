"""`rathaus place set --town NAME --land BY` and `rathaus place text imprint FILE.md --town NAME`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.core.errors import Refused
from rathaus.identity.queries import SYSTEM
from rathaus.offices import actions
from rathaus.offices.models import LegalText
from rathaus.offices.rules import LAENDER
from rathaus.towns.actions import inside

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Command(BaseCommand):
    """Sets what a town needs before it opens: its Land, how to reach it, imprint and privacy notice."""

    help = "Set a town's Land, telephone, e-mail and legal texts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommands."""
        commands = parser.add_subparsers(dest="what", required=True)
        place = commands.add_parser("set", help="set what is given")
        place.add_argument("--land", choices=LAENDER, help="two letters; decides the public holidays")
        place.add_argument("--phone", help="shown where an office has none of its own")
        place.add_argument("--email")
        text = commands.add_parser("text", help="set a legal text from a Markdown file; an empty file takes it away")
        text.add_argument("kind", choices=LegalText.Kind.values)
        text.add_argument("file", type=Path)
        text.add_argument("--language", choices=LANGUAGES, default=settings.LANGUAGE_CODE)
        text.add_argument("--title", default="", help="of the notice on the start page")
        for command in (place, text):
            command.add_argument("--town", required=True, help="schema name of the town")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will run the subcommand inside the town."""
        try:
            with inside(options["town"]):
                self.stdout.write(self._text(options) if options["what"] == "text" else self._place(options))
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        except ValidationError as broken:
            raise CommandError("; ".join(broken.messages)) from broken
        except (OSError, UnicodeDecodeError) as unreadable:
            raise CommandError(f"{options['file']} cannot be read: {unreadable}") from unreadable

    def _place(self, options: dict[str, Any]) -> str:
        given = {name: options[name] for name in ("land", "phone", "email") if options[name] is not None}
        if not given:
            raise CommandError("name at least one of --land, --phone, --email")
        row = actions.set_place(by=SYSTEM, at=timezone.now(), **given)
        return (
            f"Land {row.land or 'not known'}, telephone {row.phone or 'not known'}, e-mail {row.email or 'not known'}"
        )

    def _text(self, options: dict[str, Any]) -> str:
        markdown = options["file"].read_text(encoding="utf-8")
        actions.set_legal_text(
            kind=options["kind"], language=options["language"], markdown=markdown, title=options["title"],
            by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
        return f"{options['kind']} ({options['language']}): {len(markdown.split())} words"
