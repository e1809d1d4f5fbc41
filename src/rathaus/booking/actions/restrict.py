"""Restriction of processing (Art. 18 GDPR): a visit is only kept, and no longer seen or used by staff."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rathaus.booking.actions.trail import tell
from rathaus.booking.models import Appointment
from rathaus.identity.queries import Actor


def restrict(*, appointment_id: UUID, ground: str, by: Actor, at: datetime) -> bool:
    """This will restrict a visit, on a ground of Art. 18 (1); False when it is already."""
    return _set(appointment_id, at, {"restricted_at": None}, "booking.restrict", by, at, {"ground": ground})


def lift(*, appointment_id: UUID, by: Actor, at: datetime) -> bool:
    """This will lift the restriction of a visit; False when there is none."""
    return _set(appointment_id, None, {"restricted_at__isnull": False}, "booking.lift-restriction", by, at, {})


def _set(
    appointment_id: UUID, to: datetime | None, only: dict[str, object], action: str, by: Actor, at: datetime,
    facts: dict[str, str],
) -> bool:  # fmt: skip
    rows = Appointment.objects.filter(pk=appointment_id, kind=Appointment.Kind.VISIT, **only)
    with transaction.atomic():
        if not rows.update(restricted_at=to, trail=F("trail") + 1):
            return False
        tell(Appointment.objects.get(pk=appointment_id), action, by=by, at=at, facts=facts)
    return True
