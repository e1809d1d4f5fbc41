"""What a member of staff must never be is refused by the database itself."""

from rathaus.identity.models import Staff
from tests.refusals import refused, refused_copy


def test_the_same_role_twice_in_one_office(bruno: Staff) -> None:
    assert "identity_assignment_once" in refused_copy("identity_assignment")


def test_an_office_s_role_without_an_office(bruno: Staff) -> None:
    assert "identity_assignment_where_the_role_is" in refused_copy("identity_assignment", office_id="NULL")


def test_a_town_s_role_in_an_office(bruno: Staff) -> None:
    assert "identity_assignment_where_the_role_is" in refused_copy("identity_assignment", role="'admin'")


def test_two_members_with_one_address(bruno: Staff) -> None:
    assert "identity_staff_email" in refused_copy("identity_staff", name="'Dario'")


def test_a_role_of_nobody(bruno: Staff) -> None:
    statement = "INSERT INTO identity_assignment (staff_id, role, office_id) VALUES (0, 'clerk', 1)"

    assert "identity_staff" in refused(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")
