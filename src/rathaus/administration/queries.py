"""What the administration shows; every list starts from what the actor may see."""

from dataclasses import dataclass

from django.utils.translation import get_language

from rathaus.identity.models import Assignment, Staff
from rathaus.identity.queries import Actor, staff_visible_to
from rathaus.offices.models import Office
from rathaus.offices.queries import text_of


@dataclass(frozen=True)
class RoleHere:
    """A role with the title of its office ("" = the whole town)."""

    assignment: Assignment
    office: str

    @property
    def role(self) -> str:
        """The role's name."""
        return self.assignment.get_role_display()


@dataclass(frozen=True)
class Member:
    """A member of staff with their roles."""

    staff: Staff
    roles: tuple[RoleHere, ...]


def members(actor: Actor) -> list[Member]:
    """This will return the members that the actor sees to, by name, with all their roles (3 queries)."""
    titles = office_titles()
    found = staff_visible_to(actor).prefetch_related("assignments").order_by("name", "pk")
    return [Member(m, tuple(RoleHere(a, titles.get(a.office_id or 0, "")) for a in m.assignments.all())) for m in found]


def office_titles() -> dict[int, str]:
    """This will return the titles of all offices in the page's language, by their ids."""
    language = get_language() or "de"
    return {o.pk: text_of(o, language).title for o in Office.objects.prefetch_related("texts")}


def member_seen_by(actor: Actor, member_id: int) -> Member | None:
    """This will return a member that the actor sees to, with the roles; None for anybody else."""
    staff = staff_visible_to(actor).filter(pk=member_id).first()
    if staff is None:
        return None
    titles = office_titles()
    rows = staff.assignments.order_by("role", "office_id")
    return Member(staff, tuple(RoleHere(a, titles.get(a.office_id or 0, "")) for a in rows))
