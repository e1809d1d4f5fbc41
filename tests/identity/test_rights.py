"""Which role may what, and who may give which role."""

import pytest

from rathaus.identity.rights import OF_AN_OFFICE, OF_THE_TOWN, RIGHTS, Right, Role, grants_of, may, may_give

HERE, THERE = 1, 2


def test_every_role_has_rights_and_a_place() -> None:
    assert set(RIGHTS) == set(Role) == OF_AN_OFFICE | OF_THE_TOWN
    assert not OF_AN_OFFICE & OF_THE_TOWN
    assert all(RIGHTS.values())


def test_a_clerk_works_in_the_own_office_only() -> None:
    clerk = grants_of([(Role.CLERK, HERE)])

    assert may(clerk, Right.WORK, HERE)
    assert not may(clerk, Right.WORK, THERE)
    assert not may(clerk, Right.WORK)
    assert not may(clerk, Right.PLAN, HERE)


def test_an_administrator_plans_everywhere_but_sees_no_visits() -> None:
    admin = grants_of([(Role.ADMIN, None)])

    assert may(admin, Right.PLAN, THERE)
    assert not may(admin, Right.WORK, HERE)
    assert not may(admin, Right.PROTECT)


def test_a_role_that_nobody_knows_allows_nothing() -> None:
    assert grants_of([("mayor", None)]) == frozenset()


@pytest.mark.parametrize(
    ("giver", "role", "office", "can"),
    [
        ((Role.HEAD, HERE), Role.CLERK, HERE, True),
        ((Role.HEAD, HERE), Role.LEAD, HERE, True),
        ((Role.HEAD, HERE), Role.CLERK, THERE, False),
        ((Role.HEAD, HERE), Role.HEAD, HERE, False),
        ((Role.HEAD, HERE), Role.ADMIN, None, False),
        ((Role.HEAD, HERE), Role.EDITOR, None, False),
        ((Role.LEAD, HERE), Role.CLERK, HERE, False),
        ((Role.PROTECTION, None), Role.OPERATOR, None, False),
        ((Role.ADMIN, None), Role.HEAD, THERE, True),
        ((Role.ADMIN, None), Role.ADMIN, None, True),
        ((Role.ADMIN, None), Role.CLERK, None, False),
        ((Role.ADMIN, None), Role.OPERATOR, HERE, False),
        ((Role.ADMIN, None), "mayor", None, False),
    ],
)
def test_who_may_give_which_role(giver: tuple[Role, int | None], role: str, office: int | None, can: bool) -> None:
    assert may_give(grants_of([giver]), role, office) is can
