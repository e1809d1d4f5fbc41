"""Persons in identity: members of staff, found by the e-mail address of their account."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.audit.actions import forget, record_write
from rathaus.core.errors import NotPermitted
from rathaus.core.persons import Asked, Fact, Fate, Held, Holding, Kind
from rathaus.identity.models import Staff
from rathaus.identity.queries import member_behind, staff_stream
from rathaus.identity.sessions import end

ERASED = "@geloescht.invalid"
OPEN = gettext_lazy(
    "Das Konto ist offen. Die Administration schließt es, wenn die Person geht; danach lässt es sich löschen."
)
CLOSED = gettext_lazy(
    "Name, E-Mail-Adresse, Rollen, Passkeys und zweiter Schritt gehen. Im Protokoll bleibt ein Pseudonym ohne Namen."
)


def find(asked: Asked, *, at: datetime) -> list[Held]:
    """This will return the account of this e-mail address."""
    if asked.kind != Kind.EMAIL or asked.value.endswith(ERASED):
        return []
    return [_held(member) for member in Staff.objects.filter(email__iexact=asked.value)]


def erase(key: str, *, by: str, at: datetime) -> None:
    """This will take name, e-mail address, password, roles, passkeys and second factor from a closed account.

    The row stays without them, so that the pseudonym in the trail is nobody else's.

    :raises NotPermitted: while the account is open.
    """
    with transaction.atomic():
        found = member_behind(key)
        member = Staff.objects.select_for_update().get(pk=found.pk) if found else None
        if member is None or member.is_active:
            raise NotPermitted(OPEN)
        end(member.sessions.all())
        member.assignments.all().delete()
        member.links.all().delete()
        Authenticator.objects.filter(user=member).delete()
        member.passkeys.all().delete()
        member.recovery_codes.all().delete()
        EmailAddress.objects.filter(user=member).delete()
        member.name, member.email, member.invited_until = "", f"{member.pk}{ERASED}", None
        member.set_unusable_password()
        member.save(update_fields=["name", "email", "invited_until", "password"])
        record_write(stream=key, action="identity.erase", purpose="erasure", by=by, at=at)
        forget(key)


def _held(member: Staff) -> Held:
    facts = (
        Fact("name", gettext_lazy("Name"), member.name),
        Fact("email", gettext_lazy("E-Mail-Adresse"), member.email),
        Fact("joined_at", gettext_lazy("Konto seit"), _moment(member.joined_at)),
        Fact("roles", gettext_lazy("Rollen"), tuple(str(a.get_role_display()) for a in member.assignments.all())),
        Fact(
            "passkeys", gettext_lazy("Passkeys"), tuple(f"{p.name}, {_day(p.added_on)}" for p in member.passkeys.all())
        ),
        Fact("sessions", gettext_lazy("Sitzungen"), tuple(_sessions(member))),
    )
    fate, why = (Fate.STAYS, OPEN) if member.is_active else (Fate.GOES, CLOSED)
    return Held(staff_stream(member), _("Konto einer Person, die bei der Stadt arbeitet"), facts, fate, why)


def _sessions(member: Staff) -> list[str]:
    return [f"{_moment(row.started_at)}, {row.device}, {row.network}" for row in member.sessions.all()]


def _day(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


ACCOUNTS = Holding(
    "identity.accounts",
    gettext_lazy("Konten von Menschen, die bei der Stadt arbeiten"),
    frozenset({"identity.staff.name", "identity.staff.email", "account.emailaddress.email", "identity.passkey.name"}),
    find,
    erase,
)
