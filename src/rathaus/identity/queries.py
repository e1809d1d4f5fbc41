"""Who is acting, and where they may work."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from rathaus.core.keys import pseudonym
from rathaus.identity.models import Staff


@dataclass(frozen=True)
class Actor:
    """Who does something: a pseudonym for the trail and the offices whose work they may see."""

    pseudonym: str
    office_ids: frozenset[int] = frozenset()
    is_staff: bool = False


CITIZEN = Actor("citizen")
SYSTEM = Actor("system")


def staff_stream(staff: Staff) -> str:
    """This will return the pseudonym of a member in the trail, and the stream that tells of them."""
    return f"staff/{pseudonym('staff', str(staff.pk))}"


def actor_of(staff: Staff) -> Actor:
    """This will return the actor of a member of staff (one query)."""
    offices = frozenset(staff.assignments.values_list("office_id", flat=True)) if staff.is_active else frozenset()
    return Actor(staff_stream(staff), offices, is_staff=True)


def signed_in(request: HttpRequest) -> Staff | None:
    """This will return the member of staff who signed in with both factors, else None.

    A session is given a user only after the second factor, so a user is proof of both. Production knows no demo staff.
    """
    user = request.user
    if not isinstance(user, Staff) or (user.is_demo and settings.IS_PRODUCTION):
        return None
    return user


def acting(request: HttpRequest) -> Actor:
    """This will return who sends the request: a member of staff who signed in with both factors, else a citizen."""
    member = signed_in(request)
    return actor_of(member) if member else CITIZEN


def totp_of(staff: Staff) -> Authenticator | None:
    """This will return a member's time-based second factor, if there is one."""
    return Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).first()
