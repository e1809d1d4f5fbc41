"""What a member of staff must never be is refused by the database itself."""

from datetime import datetime

from rathaus.identity.models import Link, Provider, Staff
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


def test_a_second_sign_in_of_the_town(town: str) -> None:
    Provider.objects.create(pk=1, name="Stadtkonto", issuer="https://a.example", client_id="rathaus")

    assert "identity_provider_one_for_the_town" in refused("UPDATE identity_provider SET id = 2")


def test_a_subject_that_is_two_members_and_a_member_that_is_two_subjects(bruno: Staff, now: datetime) -> None:
    Link.objects.create(staff=bruno, issuer="https://a.example", subject="bruno", linked_at=now)
    other = Staff.objects.create_user("dario@example.org", "x" * 20, name="Dario")

    assert "identity_link_subject_is_one_member" in refused_copy("identity_link", staff_id=str(other.pk))
    assert "identity_link_member_is_one_subject" in refused_copy("identity_link", subject="'dario'")
