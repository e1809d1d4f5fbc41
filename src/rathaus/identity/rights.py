"""Which role may what: one table, and the questions that are asked of it."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member of staff may be, in an office or in the whole town."""

    CLERK = "clerk", _("Sachbearbeitung")
    LEAD = "lead", _("Teamleitung")
    HEAD = "head", _("Amtsleitung")
    EDITOR = "editor", _("Redaktion")
    ADMIN = "admin", _("Stadtverwaltung (Administration)")
    PROTECTION = "protection", _("Datenschutzbeauftragte Person")
    OPERATOR = "operator", _("Betrieb")


class Right(StrEnum):
    """What there is to do; each page of the staff needs one."""

    WORK = "work"  # see and change the visits of an office
    PLAN = "plan"  # counters, opening rules, closures, offers
    EDIT = "edit"  # services, words they are found by, notices
    STAFF = "staff"  # invite members, give and take roles
    TOWN = "town"  # name, arms, colours, legal pages, messages, imports, keys of the API
    PROTECT = "protect"  # export and erase a person's data, resolve a pseudonym of the trail
    OPERATE = "operate"  # jobs, status, doctor


ADMINISTRATION = tuple(right for right in Right if right != Right.WORK)  # what has pages in the administration

RIGHTS: dict[str, frozenset[Right]] = {
    Role.CLERK: frozenset({Right.WORK}),
    Role.LEAD: frozenset({Right.WORK, Right.PLAN}),
    Role.HEAD: frozenset({Right.WORK, Right.PLAN, Right.STAFF}),
    Role.EDITOR: frozenset({Right.EDIT}),
    Role.ADMIN: frozenset({Right.PLAN, Right.EDIT, Right.STAFF, Right.TOWN}),
    Role.PROTECTION: frozenset({Right.PROTECT}),
    Role.OPERATOR: frozenset({Right.OPERATE}),
}
OF_AN_OFFICE = frozenset({Role.CLERK, Role.LEAD, Role.HEAD})
OF_THE_TOWN = frozenset({Role.EDITOR, Role.ADMIN, Role.PROTECTION, Role.OPERATOR})
# A head of office gives the roles below their own, in their own offices; every other role comes from the town.
GIVEN_BY_HEADS = frozenset({Role.CLERK, Role.LEAD})

Grant = tuple[Right, int | None]  # a right in an office, or (None) in the whole town


def grants_of(assignments: Iterable[tuple[str, int | None]]) -> frozenset[Grant]:
    """This will return what the assignments (role, office or None) allow; an unknown role allows nothing."""
    return frozenset((right, office) for role, office in assignments for right in RIGHTS.get(role, ()))


def may(grants: frozenset[Grant], right: Right, office_id: int | None = None) -> bool:
    """This will tell whether the right is there, in the town or in this very office."""
    return (right, None) in grants or (office_id is not None and (right, office_id) in grants)


def may_give(grants: frozenset[Grant], role: str, office_id: int | None) -> bool:
    """This will tell whether somebody may give or take a role there.

    An office's role needs an office and a town's role none.
    """
    if (role in OF_AN_OFFICE) != (office_id is not None) or role not in RIGHTS:
        return False
    if (Right.STAFF, None) in grants:
        return True
    return role in GIVEN_BY_HEADS and (Right.STAFF, office_id) in grants
