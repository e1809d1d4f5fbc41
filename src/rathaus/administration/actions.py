"""What the administration does by joining several apps."""

from datetime import datetime

from django.db import transaction

from rathaus.core.events import publish
from rathaus.identity import actions as identity
from rathaus.identity.events import StaffInvited
from rathaus.identity.models import Staff
from rathaus.identity.queries import Actor
from rathaus.notifications.actions import Notice, schedule


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
        _send(member, at)
    return member


def _send(member: Staff, at: datetime) -> None:
    schedule(subject=f"staff/{member.pk}", notices=[Notice("invitation", at, member.invited_until)], at=at)
    publish([StaffInvited(member.pk)])
