"""The town's own sign-in: how it is set, and whom it lets in.

It makes no accounts and gives no roles: it says which of our members somebody is.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rathaus.audit.actions import record_write
from rathaus.core.errors import Refused
from rathaus.core.limits import Limit, spend
from rathaus.identity.models import Link, Provider, Staff, StaffSession
from rathaus.identity.provider.rules import Known, LoggedOut
from rathaus.identity.provider.talk import SECRET
from rathaus.identity.queries import Actor, actor_of, staff_stream
from rathaus.identity.sealing import seal
from rathaus.identity.sessions import end

STREAM = "identity/provider"
# Counted per network: who comes so far was sent by our own page.
RETURNS = Limit("sign-in-return", most=60, seconds=900)
LOGOUTS = Limit("provider-logout", most=600, seconds=900)  # all come from the provider
LOGOUT_TOKENS = Limit("provider-logout-token", most=1, seconds=900)  # longer than one is believed


class NoAccountHere(Refused):
    """Whom the provider vouches for is none of our members, or may not come in."""


@transaction.atomic
def set_provider(
    *, is_on: bool, name: str, issuer: str, client_id: str, secret: str, trusts_second_step: bool, strong_acr: str,
    by: Actor, at: datetime,
) -> Provider:  # fmt: skip
    """This will set the town's own sign-in; an empty secret leaves the one of the same issuer and client."""
    row = Provider.objects.select_for_update().filter(pk=1).first() or Provider(pk=1)
    is_another = (row.issuer, row.client_id) != (issuer, client_id)
    if secret or is_another:
        row.secret = seal(SECRET, secret) if secret else ""
    row.is_on, row.name, row.issuer, row.client_id = is_on, name, issuer, client_id
    row.trusts_second_step, row.strong_acr = trusts_second_step, " ".join(strong_acr.split())
    row.save()
    facts = {"on": is_on, "issuer": issuer, "trusts_second_step": trusts_second_step, "new_secret": bool(secret)}
    record_write(stream=STREAM, action="identity.set-provider", purpose="sign-in", by=by.pseudonym, at=at, facts=facts)
    return row


def count_return(*, network: str, at: datetime) -> None:
    """This will count one answer of the provider that a network brings.

    :raises rathaus.core.errors.TooManyTries: after 60 in 15 minutes.
    """
    spend(RETURNS, network, at=at)


@transaction.atomic
def recognise(*, provider: Provider, known: Known, at: datetime) -> Staff:
    """This will return the member whom the provider vouches for.

    The first time it is the one with the verified e-mail address, who is linked to the subject and, if invited, has
    accepted; from then on the subject alone counts.

    :raises NoAccountHere: when there is none, or it is closed, or the invitation is over.
    """
    link = Link.objects.filter(issuer=provider.issuer, subject=known.subject).first()
    wanted = {"pk": link.staff_id} if link else {"email": known.email}
    member = Staff.objects.select_for_update().filter(is_active=True, **wanted).first()
    if member is None or (member.is_demo and settings.IS_PRODUCTION):
        raise _no_account()
    if link is None:
        _link(member, provider, known, at)
    return member


def _link(member: Staff, provider: Provider, known: Known, at: datetime) -> None:
    is_invited = member.invited_until is not None and at < member.invited_until
    is_other = member.links.filter(issuer=provider.issuer).exists()
    if is_other or not (is_invited or member.has_usable_password()):
        raise _no_account()
    Link.objects.create(staff=member, issuer=provider.issuer, subject=known.subject, linked_at=at)
    if is_invited:
        member.invited_until = None
        member.invitation += 1
        member.save(update_fields=["invited_until", "invitation"])
        _tell(member, "identity.accept", at)
    _tell(member, "identity.link", at)


def count_logout(*, network: str, at: datetime) -> None:
    """This will count one logout token that comes from a network.

    :raises rathaus.core.errors.TooManyTries: after 600 in 15 minutes.
    """
    spend(LOGOUTS, network, at=at)


def end_by_provider(*, provider: Provider, said: LoggedOut, at: datetime) -> None:
    """This will end the sessions that came by the provider and are over there; those by a password stay.

    A session whose name there was never told ends with any of the subject's.

    :raises rathaus.core.errors.TooManyTries: when the token was used before.
    """
    spend(LOGOUT_TOKENS, said.number, at=at)
    sessions = StaffSession.objects.filter(is_by_provider=True)
    if said.subject:
        sessions = sessions.filter(staff__links__issuer=provider.issuer, staff__links__subject=said.subject)
    if said.session:
        sessions = sessions.filter(provider_session__in=[said.session, ""] if said.subject else [said.session])
    with transaction.atomic():
        for member in Staff.objects.filter(sessions__in=sessions).distinct():
            record_write(
                stream=staff_stream(member), action="identity.end-sessions", purpose="sign-in", by=STREAM, at=at
            )
        end(sessions)


def note_sign_in(*, member: Staff, at: datetime) -> None:
    """This will note a sign-in whose second step was the provider's."""
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        _tell(member, "identity.sign-in-by-provider", at)


def _no_account() -> NoAccountHere:
    return NoAccountHere(
        _(
            "Mit diesem Konto kommen Sie hier nicht herein. Eingeladen wird man mit der E-Mail-Adresse, die die Stadt"
            " bestätigt hat. Bitte fragen Sie Ihre Administration."
        )
    )


def _tell(member: Staff, action: str, at: datetime) -> None:
    record_write(stream=staff_stream(member), action=action, purpose="sign-in", by=actor_of(member).pseudonym, at=at)
