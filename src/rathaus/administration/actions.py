"""What the administration does by joining several apps."""

from datetime import datetime, timedelta

from django.db import transaction

from rathaus.core.events import publish
from rathaus.identity import actions as identity
from rathaus.identity.events import StaffInvited
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor, has_second_factor
from rathaus.notifications.actions import Notice, forget_older, schedule

OF_STAFF = "staff/"  # what subjects of letters to staff begin with
OF_THE_TOWN = (OF_STAFF, "barrier/")
LETTERS_KEPT = timedelta(days=30)
NEWS = timedelta(days=2)  # a letter that could not go out for so long would only puzzle


def invite(*, email: str, name: str, role: str, office_id: int | None, by: Actor, at: datetime) -> Staff:
    """This will invite somebody, and put the letter with the link into the outbox.

    :raises rathaus.core.errors.Refused: as identity.actions.invite.
    """
    with transaction.atomic():
        member = identity.invite(email=email, name=name, role=role, office_id=office_id, by=by, at=at)
        _send(member, at)
    return member


def invite_again(*, member_id: int, by: Actor, at: datetime) -> Staff:
    """This will send a new link to somebody who has not accepted yet.

    :raises rathaus.core.errors.Refused: as identity.actions.renew_invitation.
    """
    with transaction.atomic():
        member = identity.renew_invitation(member_id=member_id, by=by, at=at)
        _send(member, at, kind="new-password" if has_second_factor(member) else "invitation")
    return member


def send_new_password(*, member_id: int, by: Actor, at: datetime) -> Staff:
    """This will void a password that was forgotten or stolen, and send a link for another one.

    :raises rathaus.core.errors.Refused: as identity.actions.renew_password.
    """
    with transaction.atomic():
        member = identity.renew_password(member_id=member_id, by=by, at=at)
        _send(member, at, kind="new-password")
    return member


def tell_of_sign_in(*, member_id: int, change: str, at: datetime) -> None:
    """This will put a letter into the outbox that tells a member how their sign-in changed."""
    schedule(subject=f"{OF_STAFF}{member_id}", notices=[Notice(change, at, at + NEWS)], at=at)


def forget_letters(*, at: datetime) -> int:
    """This will delete what the outbox knows of letters to staff and to the town of more than 30 days ago.

    Returns 0, since all are gone at once.
    """
    for prefix in OF_THE_TOWN:
        forget_older(prefix=prefix, before=at - LETTERS_KEPT)
    return 0


def _send(member: Staff, at: datetime, *, kind: str = "invitation") -> None:
    schedule(subject=f"{OF_STAFF}{member.pk}", notices=[Notice(kind, at, member.invited_until)], at=at)
    publish([StaffInvited(member.pk)])
