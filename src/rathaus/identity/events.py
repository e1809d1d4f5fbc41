"""What happened to members of staff, for those who care."""

from dataclasses import dataclass

from rathaus.core.events import Event


@dataclass(frozen=True)
class StaffInvited(Event):
    """Somebody was invited (again); the letter with the link is in the outbox."""

    name = "identity.invited"
    staff_id: int
