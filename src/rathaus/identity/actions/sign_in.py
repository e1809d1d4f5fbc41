"""Signing in: password, second factor, and what helps when one is lost."""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rathaus.audit.actions import record_write
from rathaus.core.errors import Refused
from rathaus.core.events import publish
from rathaus.core.limits import Limit, spend
from rathaus.core.watch import note
from rathaus.identity.actions.recovery import use_recovery_code
from rathaus.identity.events import SignInChanged
from rathaus.identity.models import Assignment, Staff
from rathaus.identity.queries import SYSTEM, Actor, actor_of, has_second_factor, staff_stream, totp_of
from rathaus.identity.rights import OF_AN_OFFICE, Role
from rathaus.identity.rules import digits_of, is_recovery_code, matching_counter
from rathaus.identity.sessions import end

# Counted per account and network, so that nobody can lock out somebody else; higher for a whole network.
PASSWORDS = Limit("sign-in", most=10, seconds=900)
PASSWORDS_OF_NETWORK = Limit("sign-in-network", most=300, seconds=900)
# Counted per account: only who knows the password comes this far.
CODES = Limit("sign-in-code", most=10, seconds=900)


class NotKnown(Refused):
    """E-mail and password do not fit; also for unknown and closed accounts."""


class PasswordTooWeak(Refused):
    """The password is too short or well known."""


class CodeWrong(Refused):
    """The code is not the one of now, or was used before."""


class HasSecondFactor(Refused):
    """The account has a second factor already."""


def make_staff(
    *, email: str, name: str, password: str, office_ids: Iterable[int], at: datetime, role: str = Role.CLERK,
    totp_secret: str = "", is_demo: bool = False, by: Actor = SYSTEM,
) -> Staff:  # fmt: skip
    """This will make a member of staff with the role in each of the offices, or in the town for a role of the town.

    `totp_secret` is base32; without one the member sets up a second factor at the first sign-in.

    :raises django.db.IntegrityError: when the e-mail is taken.
    """
    with transaction.atomic():
        member = Staff.objects.create_user(email, password, name=name, is_demo=is_demo)
        places = office_ids if role in OF_AN_OFFICE else [None]
        Assignment.objects.bulk_create(
            Assignment(staff=member, role=Role(role), office_id=office_id) for office_id in places
        )
        _tell(member, "identity.invite", by=by.pseudonym, at=at)
        if totp_secret:
            TOTP.activate(member, totp_secret)
            _tell(member, "identity.second-factor", by=by.pseudonym, at=at)
    return member


def reset_password(*, member: Staff, password: str, at: datetime, by: Actor = SYSTEM) -> None:
    """This will give a member another password, which ends their sessions."""
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        member.set_password(password)
        member.save(update_fields=["password"])
        _tell(member, "identity.reset-password", by=by.pseudonym, at=at)


def reset_second_factor(*, member: Staff, at: datetime, by: Actor = SYSTEM) -> None:
    """This will take codes and passkeys from a member, and sign them out; codes are set up at the next sign-in."""
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        Authenticator.objects.filter(user=member).delete()
        member.passkeys.all().delete()
        member.recovery_codes.all().delete()
        end(member.sessions.all())
        _tell(member, "identity.reset-second-factor", by=by.pseudonym, at=at)
        publish([SignInChanged(member.pk, "second-step-reset")])


def check_password(*, email: str, password: str, network: str, at: datetime, browser: str = "") -> Staff:
    """This will return the member whose e-mail and password these are; the second factor is still to come.

    Unknown account, closed account and wrong password take the same path and time. A `browser` in which the account has
    signed in before has tries of its own.

    :raises rathaus.core.errors.TooManyTries: after 10 tries in 15 minutes for this account from this network.
    :raises NotKnown: when they do not fit.
    """
    account = email.strip().lower()
    if browser:
        spend(PASSWORDS, f"{account}|browser {browser}", at=at)
    else:
        spend(PASSWORDS_OF_NETWORK, network, at=at)
        spend(PASSWORDS, f"{account}|{network}", at=at)
    member = authenticate(email=account, password=password)
    if not isinstance(member, Staff):
        note("sign-in refused", "password")
        raise NotKnown(_("E-Mail-Adresse und Passwort passen nicht zusammen. Bitte prüfen Sie beides."))
    return member


def change_password(*, member: Staff, current: str, password: str, at: datetime) -> None:
    """This will give a member the password that they chose, who knows the present one.

    :raises NotKnown: when the present one is wrong.
    :raises PasswordTooWeak: when the new one is too short, well known or like the own name.
    :raises rathaus.core.errors.TooManyTries: after 10 tries in 15 minutes.
    """
    spend(CODES, f"password/{member.pk}", at=at)
    if not member.check_password(current):
        raise NotKnown(_("Das bisherige Passwort stimmt nicht."), field="current")
    check_strength(password, member)
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        member.set_password(password)
        member.save(update_fields=["password"])
        _tell(member, "identity.change-password", by=actor_of(member).pseudonym, at=at)
        publish([SignInChanged(member.pk, "password-changed")])


def check_strength(password: str, member: Staff) -> None:
    """This will refuse a password that is easy to guess.

    :raises PasswordTooWeak: then.
    """
    try:
        validate_password(password, member)
    except ValidationError as weak:
        raise PasswordTooWeak(" ".join(weak.messages), field="password") from weak


def new_secret() -> str:
    """This will return a fresh TOTP secret: 160 random bits as base32."""
    return str(generate_totp_secret())


def set_up_second_factor(*, member: Staff, secret: str, code: str, at: datetime) -> None:
    """This will give a member the second factor whose first code was typed.

    :raises CodeWrong: when the code does not fit the secret.
    :raises HasSecondFactor: when there is one already.
    :raises rathaus.core.errors.TooManyTries: after 10 tries in 15 minutes.
    """
    spend(CODES, str(member.pk), at=at)
    used = matching_counter(secret, code, at=at, after=0)
    if used is None:
        raise _code_wrong()
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        if has_second_factor(member):
            raise HasSecondFactor(_("Dieses Konto hat schon einen zweiten Schritt. Bitte melden Sie sich neu an."))
        factor = TOTP.activate(member, secret).instance
        _use(factor, used)
        _tell(member, "identity.second-factor", by=actor_of(member).pseudonym, at=at)
        _tell(member, "identity.sign-in", by=actor_of(member).pseudonym, at=at)


def check_code(*, member: Staff, code: str, at: datetime) -> None:
    """This will accept a code of the member's app, or a recovery code, each only once.

    :raises CodeWrong: when it does not fit or was used before.
    :raises rathaus.core.errors.TooManyTries: after 10 tries in 15 minutes.
    """
    spend(CODES, str(member.pk), at=at)
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=member.pk)
        if is_recovery_code(code):
            if not use_recovery_code(member, digits_of(code), at=at):
                raise _code_wrong()
            return
        factor = totp_of(member)
        if factor is None:
            raise _code_wrong()
        last = int(factor.data.get("last_counter", 0))
        used = matching_counter(decrypt(factor.data["secret"]), code, at=at, after=last)
        if used is None:
            raise _code_wrong()
        _use(factor, used)
        _tell(member, "identity.sign-in", by=actor_of(member).pseudonym, at=at)


def _use(factor: Authenticator, counter: int) -> None:
    """Keeps which code was used, until the night (`sessions.forget_codes`); allauth's `last_used_at` stays empty."""
    factor.data = {**factor.data, "last_counter": counter}
    factor.save(update_fields=["data"])


def _code_wrong() -> CodeWrong:
    note("sign-in refused", "code")
    return CodeWrong(
        _("Dieser Code passt nicht (mehr). Bitte geben Sie die sechs Ziffern ein, die Ihre App gerade zeigt."),
        field="code",
    )


def _tell(member: Staff, action: str, *, by: str, at: datetime) -> None:
    record_write(stream=staff_stream(member), action=action, purpose="sign-in", by=by, at=at)
