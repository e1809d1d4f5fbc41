"""`rathaus staff invite|reset-password|reset-second-factor`: the way in for the first members of a town."""

import secrets
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rathaus.core.errors import Refused
from rathaus.identity import actions
from rathaus.identity.models import Staff
from rathaus.identity.rights import OF_AN_OFFICE, Role
from rathaus.offices.models import Office
from rathaus.towns.actions import inside

PASSWORD_BYTES = 15  # 20 characters


class Command(BaseCommand):
    """Invites members of staff, and helps those who cannot sign in any more."""

    help = "Invite a member of staff, or reset a password or second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """This will declare the subcommands."""
        commands = parser.add_subparsers(dest="what", required=True)
        invite = commands.add_parser("invite", help="make a member of staff; prints a first password")
        password = commands.add_parser("reset-password", help="print a new password; ends the member's sessions")
        factor = commands.add_parser("reset-second-factor", help="have the member set up a new one")
        for command in (invite, password, factor):
            command.add_argument("--town", required=True, help="schema name of the town")
            command.add_argument("--email", required=True)
        invite.add_argument("--name", required=True)
        invite.add_argument("--office", action="append", default=[], help="slug; may be given again")
        invite.add_argument("--head", action="store_const", dest="role", const=Role.HEAD, help="as --role head")
        roles = "clerk, lead, head need an office; editor, admin, protection, operator have none"
        invite.add_argument("--role", choices=Role.values, default=Role.CLERK, help=roles)

    def handle(self, *args: Any, **options: Any) -> None:
        """This will run the subcommand inside the town."""
        what: dict[str, Callable[[dict[str, Any], datetime], str]] = {
            "invite": _invite,
            "reset-password": _reset_password,
            "reset-second-factor": _reset_second_factor,
        }
        try:
            with inside(options["town"]):
                self.stdout.write(what[options["what"]](options, timezone.now()))
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused


def _invite(options: dict[str, Any], at: datetime) -> str:
    email = options["email"].strip().lower()
    if Staff.objects.filter(email=email).exists():
        raise Refused(f"{email} is a member of staff already")
    role = Role(options["role"])
    if (role in OF_AN_OFFICE) != bool(options["office"]):
        raise Refused(f"{role} needs an office" if role in OF_AN_OFFICE else f"{role} is a role of the whole town")
    offices = dict(Office.objects.filter(slug__in=options["office"]).values_list("slug", "pk"))
    unknown = sorted(set(options["office"]) - set(offices))
    if unknown:
        raise Refused(f"no such office: {', '.join(unknown)}")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    actions.make_staff(
        email=email, name=options["name"], password=password, office_ids=offices.values(), role=role, at=at
    )
    return f"{email} can sign in with the password {password} and then sets up a second factor"


def _reset_password(options: dict[str, Any], at: datetime) -> str:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    actions.reset_password(member=_member(options), password=password, at=at)
    return f"the new password is {password}"


def _reset_second_factor(options: dict[str, Any], at: datetime) -> str:
    actions.reset_second_factor(member=_member(options), at=at)
    return "a new second factor is set up at the next sign-in"


def _member(options: dict[str, Any]) -> Staff:
    found = Staff.objects.filter(email=options["email"].strip().lower()).first()
    if found is None:
        raise Refused(f"no member of staff has the address {options['email']}")
    return found
