"""What a member of staff must never be is refused by the database itself."""

from rathaus.identity.models import Staff
from tests.refusals import refused, refused_copy


def test_two_roles_in_one_office(bruno: Staff) -> None:
    assert "identity_assignment_once_per_office" in refused_copy("identity_assignment", role="'head'")


def test_two_members_with_one_address(bruno: Staff) -> None:
    assert "identity_staff_email" in refused_copy("identity_staff", name="'Dario'")


def test_a_role_of_nobody(bruno: Staff) -> None:
    statement = "INSERT INTO identity_assignment (staff_id, role, office_id) VALUES (0, 'clerk', 1)"

    assert "identity_staff" in refused(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")
