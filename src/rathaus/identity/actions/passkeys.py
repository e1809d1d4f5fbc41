"""Passkeys of members: added, named, removed, and used to sign in.

Whoever adds or removes one proves again that it is them: by the password, or where they have none here (they come by
the town's own sign-in), by a sign-in of the last ten minutes.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.audit.actions import record_write
from rathaus.core.errors import Refused
from rathaus.core.events import publish
from rathaus.core.limits import Limit, spend
from rathaus.identity.actions.sign_in import CODES, NotKnown
from rathaus.identity.events import SignInChanged
from rathaus.identity.models import Passkey, Staff
from rathaus.identity.passkeys.ceremony import Claim, NewKey, NotBelieved, Party, goes_back, not_believed, used
from rathaus.identity.passkeys.party import holder_of
from rathaus.identity.queries import staff_stream, totp_of

MOST = 10  # passkeys of a member
RECENT = timedelta(minutes=10)
# Anybody may ask; a whole office may do so behind one address.
QUESTIONS = Limit("sign-in-passkey", most=300, seconds=900)


class TooManyPasskeys(Refused):
    """The member has as many passkeys as one may have."""


class PasskeyKnown(Refused):
    """This passkey was added before."""


class NoSuchPasskey(Refused):
    """The member has no such passkey (any more)."""


class LastSecondFactor(Refused):
    """Without this passkey the member would have no second factor."""


class PasskeyCopied(NotBelieved):
    """The passkey's count of signatures went back: somebody uses a copy of it."""


class NotRecent(Refused):
    """The sign-in is too long ago to change how one signs in."""


def count_question(*, network: str, at: datetime) -> None:
    """This will count a question for a passkey; each is good for one answer.

    :raises rathaus.core.errors.TooManyTries: after 300 from one network in 15 minutes.
    """
    spend(QUESTIONS, network, at=at)


def prove_again(*, member: Staff, password: str, signed_in_at: datetime, at: datetime) -> None:
    """This will accept that it is the member who changes how they sign in.

    :raises NotKnown: when the password is wrong.
    :raises NotRecent: when they have none, and signed in more than ten minutes ago.
    :raises rathaus.core.errors.TooManyTries: after 10 tries in 15 minutes.
    """
    if not member.has_usable_password():
        if at - signed_in_at > RECENT:
            raise NotRecent(_("Bitte melden Sie sich erst ab und neu an. Danach haben Sie dafür zehn Minuten."))
        return
    spend(CODES, f"password/{member.pk}", at=at)
    if not member.check_password(password):
        raise NotKnown(_("Das Passwort stimmt nicht."), field="password")


def add_passkey(*, member: Staff, key: NewKey, name: str, at: datetime) -> Passkey:
    """This will give a member a passkey.

    :raises TooManyPasskeys: when they have ten.
    :raises PasskeyKnown: when it was added before.
    """
    try:
        with transaction.atomic():
            Staff.objects.select_for_update().get(pk=member.pk)
            check_room(member)
            passkey = Passkey.objects.create(
                staff=member, name=name, credential_id=key.credential_id, public_key=key.public_key,
                sign_count=key.sign_count, added_on=timezone.localdate(at),
            )  # fmt: skip
            _tell(member, "identity.add-passkey", at)
            publish([SignInChanged(member.pk, "passkey-added")])
    except IntegrityError as error:
        raise PasskeyKnown(_("Diesen Passkey gibt es hier schon.")) from error
    return passkey


def check_room(member: Staff) -> None:
    """This will refuse more passkeys than one may have.

    :raises TooManyPasskeys: then.
    """
    if member.passkeys.count() >= MOST:
        raise TooManyPasskeys(
            _("Sie haben schon zehn Passkeys. Entfernen Sie erst einen, den Sie nicht mehr brauchen.")
        )


def rename_passkey(*, member: Staff, passkey_id: int, name: str) -> None:
    """This will name a passkey anew.

    :raises NoSuchPasskey: when the member has no such one.
    """
    if not member.passkeys.filter(pk=passkey_id).update(name=name):
        raise _gone()


def remove_passkey(*, member: Staff, passkey_id: int, at: datetime) -> None:
    """This will take a passkey away; it opens nothing any more.

    :raises NoSuchPasskey: when the member has no such one.
    :raises LastSecondFactor: when it is all they have besides a password.
    """
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        if totp_of(member) is None and not member.passkeys.exclude(pk=passkey_id).exists():
            raise LastSecondFactor(
                _("Das ist Ihr einziger zweiter Schritt. Fügen Sie erst einen anderen Passkey hinzu.")
            )
        if not member.passkeys.filter(pk=passkey_id).delete()[0]:
            raise _gone()
        _tell(member, "identity.remove-passkey", at)
        publish([SignInChanged(member.pk, "passkey-removed")])


def sign_in_by_passkey(*, party: Party, challenge: bytes, claim: Claim, at: datetime, member: Staff | None) -> Staff:
    """This will return the member whose passkey answered; it is both factors. `member`: who gave a password before.

    A passkey that nobody has, of a closed account or of somebody else gets the same refusal as a forged one.

    :raises NotBelieved: when the answer is not to be believed.
    :raises PasskeyCopied: when it is right, and its count of signatures went back.
    :raises rathaus.core.errors.TooManyTries: after 10 tries in 15 minutes for a member who gave a password before.
    """
    if member is not None:
        spend(CODES, str(member.pk), at=at)
    with transaction.atomic():
        passkey = _claimed(claim, member)
        named = used(party, challenge, claim, public_key=bytes(passkey.public_key))
        is_copied = goes_back(stored=passkey.sign_count, named=named)
        if not is_copied:
            passkey.sign_count = named
            passkey.save(update_fields=["sign_count"])
        action = "identity.doubt-passkey" if is_copied else "identity.sign-in-by-passkey"
        _tell(passkey.staff, action, at)
    if is_copied:
        raise PasskeyCopied(
            _("Dieser Passkey wurde vielleicht kopiert. Melden Sie sich mit dem Code an, und entfernen Sie ihn.")
        )
    return passkey.staff


def _claimed(claim: Claim, member: Staff | None) -> Passkey:
    """The member's row is locked first, as everywhere here."""
    found = Passkey.objects.filter(credential_id=claim.credential_id, staff__is_active=True).first()
    if found is None or (member is not None and member.pk != found.staff_id):
        raise not_believed()
    owner = Staff.objects.select_for_update().filter(pk=found.staff_id, is_active=True).first()
    passkey = Passkey.objects.select_for_update().filter(pk=found.pk).first()
    if owner is None or passkey is None or not _is_of(claim, owner, is_named=member is not None):
        raise not_believed()
    if owner.is_demo and settings.IS_PRODUCTION:
        raise not_believed()
    passkey.staff = owner
    return passkey


def _is_of(claim: Claim, owner: Staff, *, is_named: bool) -> bool:
    """A device may leave out whose passkey it is only if we named it (section 7.2, step 6)."""
    return claim.handle == holder_of(owner).handle or (claim.handle is None and is_named)


def _gone() -> NoSuchPasskey:
    return NoSuchPasskey(_("Diesen Passkey gibt es nicht mehr."))


def _tell(member: Staff, action: str, at: datetime) -> None:
    stream = staff_stream(member)
    record_write(stream=stream, action=action, purpose="sign-in", by=stream, at=at)
