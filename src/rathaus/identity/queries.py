"""Who is acting, and where they may work."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from rathaus.core.keys import pseudonym
from rathaus.identity.models import Provider, Staff
from rathaus.identity.rights import Grant, Right, grants_of, may
from rathaus.identity.sessions import stands


@dataclass(frozen=True)
class Actor:
    """Who does something: a pseudonym for the trail, what they may do where, the offices they work in."""

    pseudonym: str
    office_ids: frozenset[int] = frozenset()
    is_staff: bool = False
    grants: frozenset[Grant] = frozenset()

    def may(self, right: Right, office_id: int | None = None) -> bool:
        """This will tell whether the actor has the right in this office; without an office: in the whole town."""
        return may(self.grants, right, office_id)

    def has(self, right: Right) -> bool:
        """This will tell whether the actor has the right anywhere."""
        return any(mine == right for mine, _office in self.grants)

    def offices_with(self, right: Right) -> frozenset[int] | None:
        """This will return the offices where the actor has the right; None for all of the town."""
        if self.may(right):
            return None
        return frozenset(office for mine, office in self.grants if mine == right and office is not None)


CITIZEN = Actor("citizen")
SYSTEM = Actor("system")


def staff_stream(staff: Staff) -> str:
    """This will return the pseudonym of a member in the trail, and the stream that tells of them."""
    return f"staff/{pseudonym('staff', str(staff.pk))}"


def actor_of(staff: Staff) -> Actor:
    """This will return the actor of a member of staff (one query)."""
    rows = staff.assignments.values_list("role", "office_id") if staff.is_active else ()
    grants = grants_of(rows)
    offices = frozenset(office for right, office in grants if right == Right.WORK and office is not None)
    return Actor(staff_stream(staff), offices, is_staff=True, grants=grants)


def signed_in(request: HttpRequest) -> Staff | None:
    """This will return the member of staff who signed in with both factors, else None.

    A session is given a user only after the second factor, so a user is proof of both. Production knows no demo staff.
    """
    user = request.user
    if not isinstance(user, Staff) or (user.is_demo and settings.IS_PRODUCTION):
        return None
    return user if stands(request, user, at=timezone.now()) else None


def acting(request: HttpRequest) -> Actor:
    """This will return who sends the request: a member of staff who signed in with both factors, else a citizen."""
    member = signed_in(request)
    return actor_of(member) if member else CITIZEN


def member_behind(pseudonym: str) -> Staff | None:
    """This will return the member whose pseudonym in the trail this is (1 query over all members)."""
    return next((member for member in Staff.objects.all() if staff_stream(member) == pseudonym), None)


def totp_of(staff: Staff) -> Authenticator | None:
    """This will return a member's time-based second factor, if there is one."""
    return Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).first()


def has_second_factor(staff: Staff) -> bool:
    """This will tell whether a member has codes of an app, or a passkey (at most 2 queries)."""
    return totp_of(staff) is not None or staff.passkeys.exists()


def staff_visible_to(actor: Actor) -> QuerySet[Staff]:
    """This will return the members whose roles the actor sees to: all of the town, or those of the own offices."""
    offices = actor.offices_with(Right.STAFF)
    if offices is None:
        return Staff.objects.all()
    return Staff.objects.filter(assignments__office_id__in=offices).distinct()


def provider_in_use() -> Provider | None:
    """This will return the town's own sign-in, if it is switched on (1 query)."""
    return Provider.objects.filter(is_on=True).first()
