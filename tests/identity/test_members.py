"""Members are invited by a link that is good once; roles come from those who may give them, never from oneself."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django_tenants.utils import schema_context

from rathaus.administration.letters import compose
from rathaus.audit.models import Event
from rathaus.identity.actions import (
    PasswordTooWeak,
    accept,
    close,
    give_role,
    invite,
    make_staff,
    renew_invitation,
    renew_password,
    renew_second_factor,
    reopen,
    take_role,
)
from rathaus.identity.actions.members import AddressTaken, LastAdministrator, NotAllowed
from rathaus.identity.invitations import LASTS, invited, token_of
from rathaus.identity.models import Assignment, Staff
from rathaus.identity.queries import Actor, actor_of, has_second_factor, staff_stream, staff_visible_to
from rathaus.identity.rights import Role
from tests.clock import Clock
from tests.desk.people import clerk, give_code
from tests.makers import Maker

PASSWORD = "kranich-lampe-neun-segel"


def somebody(name: str, role: Role, at: datetime, *offices: int) -> Staff:
    return make_staff(
        email=f"{name}@example.org", name=name.title(), password=PASSWORD, office_ids=offices, role=role, at=at
    )


@pytest.fixture
def ada(make: Maker, clock: Clock) -> Staff:
    return somebody("ada", Role.ADMIN, clock.moment)


@pytest.fixture
def chloe(make: Maker, clock: Clock) -> Staff:
    return somebody("chloe", Role.HEAD, clock.moment, make.office().pk)


def office_of(member: Staff) -> int:
    office_id = member.assignments.get().office_id
    assert office_id is not None
    return office_id


def invite_gerda(by: Staff, clock: Clock, *, office_id: int, role: Role = Role.CLERK) -> Staff:
    return invite(
        email=" Gerda@Example.org", name="Gerda", role=role, office_id=office_id, by=actor_of(by), at=clock.moment
    )


def test_an_invited_member_chooses_a_password_and_sets_up_the_second_step(chloe: Staff, clock: Clock) -> None:
    gerda = invite_gerda(chloe, clock, office_id=office_of(chloe))
    client = Client(HTTP_HOST="localhost")
    path = f"/desk/einladung/{token_of(gerda)}/"

    assert client.get(path).status_code == 200
    answer = client.post(path, {"password": PASSWORD})

    assert answer.headers["Location"] == "/desk/anmelden/einrichten/"
    assert client.get("/desk/anmelden/einrichten/").status_code == 200
    gerda.refresh_from_db()
    assert gerda.check_password(PASSWORD)
    assert gerda.email == "gerda@example.org"
    assert client.get("/desk/").status_code == 302  # the password alone opens nothing


def test_a_link_is_good_once(chloe: Staff, clock: Clock) -> None:
    gerda = invite_gerda(chloe, clock, office_id=office_of(chloe))
    token = token_of(gerda)
    accept(member=gerda, password=PASSWORD, at=clock.moment)

    assert invited(token, at=clock.moment) is None
    with pytest.raises(NotAllowed):
        accept(member=gerda, password=PASSWORD, at=clock.moment)


def test_a_link_that_nobody_made_a_late_one_and_one_of_another_town_get_the_same_answer(
    chloe: Staff, clock: Clock
) -> None:
    gerda = invite_gerda(chloe, clock, office_id=office_of(chloe))
    token = token_of(gerda)
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    answers = [Client(HTTP_HOST="localhost").get(f"/desk/einladung/{t}/") for t in (forged, "x", "ä" * 32)]
    with schema_context("beispielhausen"):
        answers.append(Client(HTTP_HOST="beispielhausen.localhost").get(f"/desk/einladung/{token}/"))
    clock.moment += LASTS
    answers.append(Client(HTTP_HOST="localhost").get(f"/desk/einladung/{token}/"))

    assert {a.status_code for a in answers} == {404}
    assert len({a.content.partition(b"<main")[2] for a in answers}) == 1


def test_a_new_invitation_makes_the_old_link_void(chloe: Staff, clock: Clock) -> None:
    gerda = invite_gerda(chloe, clock, office_id=office_of(chloe))
    old = token_of(gerda)
    again = renew_invitation(member_id=gerda.pk, by=actor_of(chloe), at=clock.moment + timedelta(days=8))

    assert invited(old, at=clock.moment) is None
    assert invited(token_of(again), at=clock.moment + timedelta(days=14)) == gerda


def test_who_has_a_password_is_not_invited_again(chloe: Staff, ada: Staff, clock: Clock) -> None:
    with pytest.raises(NotAllowed):
        renew_invitation(member_id=chloe.pk, by=actor_of(ada), at=clock.moment)


@pytest.mark.parametrize("password", ["kurz", "qwerty123456", "gerda@example.org"])
def test_a_weak_password_is_refused_and_the_link_stays_good(password: str, chloe: Staff, clock: Clock) -> None:
    gerda = invite_gerda(chloe, clock, office_id=office_of(chloe))

    with pytest.raises(PasswordTooWeak):
        accept(member=gerda, password=password, at=clock.moment)

    assert invited(token_of(gerda), at=clock.moment) == gerda


def test_long_passwords_of_any_letters_are_taken_as_they_are(chloe: Staff, clock: Clock) -> None:
    gerda = invite_gerda(chloe, clock, office_id=office_of(chloe))
    password = "  ключ und 鍵 " + "x" * 60
    accept(member=gerda, password=password, at=clock.moment)

    gerda.refresh_from_db()
    assert gerda.check_password(password)
    assert not gerda.check_password(password.strip())


def test_an_address_that_has_an_account_is_refused(chloe: Staff, clock: Clock) -> None:
    with pytest.raises(AddressTaken):
        invite(
            email="CHLOE@example.org", name="Dario", role=Role.CLERK, office_id=office_of(chloe),
            by=actor_of(chloe), at=clock.moment,
        )  # fmt: skip


def test_a_head_invites_nobody_into_another_office_or_above(chloe: Staff, make: Maker, clock: Clock) -> None:
    elsewhere = make.office("Standesamt").pk

    for role, office in ((Role.CLERK, elsewhere), (Role.HEAD, office_of(chloe)), (Role.ADMIN, None)):
        with pytest.raises(NotAllowed):
            invite(email="x@example.org", name="X", role=role, office_id=office, by=actor_of(chloe), at=clock.moment)
    assert Staff.objects.count() == 1


def test_a_role_is_given_and_taken_and_leaves_a_trail(chloe: Staff, make: Maker, clock: Clock) -> None:
    bruno = somebody("bruno", Role.CLERK, clock.moment, office_of(chloe))
    by = actor_of(chloe)
    give_role(member_id=bruno.pk, role=Role.LEAD, office_id=office_of(chloe), by=by, at=clock.moment)
    give_role(member_id=bruno.pk, role=Role.LEAD, office_id=office_of(chloe), by=by, at=clock.moment)
    lead = bruno.assignments.get(role=Role.LEAD)
    take_role(member_id=bruno.pk, assignment_id=lead.pk, by=by, at=clock.moment)

    told = Event.objects.filter(stream=staff_stream(bruno)).order_by("sequence")
    assert [e.action for e in told] == ["identity.invite", "identity.give-role", "identity.take-role"]
    assert {e.actor for e in told[1:]} == {by.pseudonym}


def test_nobody_changes_their_own_roles(ada: Staff, make: Maker, clock: Clock) -> None:
    with pytest.raises(NotAllowed):
        give_role(member_id=ada.pk, role=Role.PROTECTION, office_id=None, by=actor_of(ada), at=clock.moment)
    with pytest.raises(NotAllowed):
        take_role(member_id=ada.pk, assignment_id=ada.assignments.get().pk, by=actor_of(ada), at=clock.moment)
    with pytest.raises(NotAllowed):
        close(member_id=ada.pk, by=actor_of(ada), at=clock.moment)


def test_the_last_administrator_stays(ada: Staff, make: Maker, clock: Clock) -> None:
    second = somebody("ali", Role.ADMIN, clock.moment)
    by_second = actor_of(second)
    close(member_id=ada.pk, by=by_second, at=clock.moment)
    reopen(member_id=ada.pk, by=by_second, at=clock.moment)
    ghost = Actor("staff/ghost", is_staff=True, grants=by_second.grants)
    take_role(member_id=second.pk, assignment_id=second.assignments.get().pk, by=ghost, at=clock.moment)

    with pytest.raises(LastAdministrator):
        take_role(member_id=ada.pk, assignment_id=ada.assignments.get().pk, by=ghost, at=clock.moment)
    with pytest.raises(LastAdministrator):
        close(member_id=ada.pk, by=ghost, at=clock.moment)


def test_a_closed_account_loses_its_session_and_its_rights(chloe: Staff, clock: Clock) -> None:
    bruno = somebody("bruno", Role.CLERK, clock.moment, office_of(chloe))
    client = Client(HTTP_HOST="localhost")
    client.force_login(bruno)
    assert client.get("/desk/").status_code == 200
    close(member_id=bruno.pk, by=actor_of(chloe), at=clock.moment)

    assert client.get("/desk/").status_code == 302
    assert actor_of(Staff.objects.get(pk=bruno.pk)).grants == frozenset()


def test_a_head_does_not_close_somebody_with_a_role_beyond_theirs(chloe: Staff, clock: Clock) -> None:
    emil = somebody("emil", Role.CLERK, clock.moment, office_of(chloe))
    Assignment.objects.create(staff=emil, role=Role.PROTECTION)

    with pytest.raises(NotAllowed):
        close(member_id=emil.pk, by=actor_of(chloe), at=clock.moment)


def test_a_head_sees_the_members_of_the_own_offices_only(chloe: Staff, ada: Staff, make: Maker, clock: Clock) -> None:
    mine = somebody("bruno", Role.CLERK, clock.moment, office_of(chloe))
    somebody("dario", Role.CLERK, clock.moment, make.office("Standesamt").pk)

    assert set(staff_visible_to(actor_of(chloe))) == {chloe, mine}
    assert staff_visible_to(actor_of(ada)).count() == 4
    assert not staff_visible_to(actor_of(mine)).exists()


def test_who_lost_a_phone_gets_a_new_second_step_from_the_head(chloe: Staff, make: Maker, clock: Clock) -> None:
    bruno = clerk(office_of(chloe), at=clock.moment)
    stolen, head = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    stolen.force_login(bruno)
    stolen.get("/desk/")
    head.force_login(chloe)
    page = head.post(f"/desk/verwaltung/personal/{bruno.pk}/", {"schritt": "zweiter-schritt"}, follow=True)

    assert "Der zweite Schritt ist zurückgesetzt." in page.content.decode()
    assert not has_second_factor(bruno)
    assert stolen.get("/desk/").status_code == 302
    told = Event.objects.get(stream=staff_stream(bruno), action="identity.reset-second-factor")
    assert told.actor == staff_stream(chloe)


def test_nobody_resets_the_own_second_step_or_that_of_somebody_above(chloe: Staff, ada: Staff, clock: Clock) -> None:
    bruno = clerk(office_of(chloe), at=clock.moment)
    Assignment.objects.create(staff=bruno, role=Role.ADMIN)
    for member in (chloe, bruno, ada):
        with pytest.raises(NotAllowed):
            renew_second_factor(member_id=member.pk, by=actor_of(chloe), at=clock.moment)

    assert has_second_factor(bruno)


def test_a_link_for_another_password_leaves_the_second_step_as_it_was(chloe: Staff, clock: Clock) -> None:
    bruno = clerk(office_of(chloe), at=clock.moment)
    his, head = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    his.force_login(bruno)
    head.force_login(chloe)
    page = head.post(f"/desk/verwaltung/personal/{bruno.pk}/", {"schritt": "neues-passwort"}, follow=True)
    assert "Ein Link für ein neues Passwort ist unterwegs." in page.content.decode()
    assert his.get("/desk/").status_code == 302
    bruno.refresh_from_db()
    assert not bruno.has_usable_password()
    letter = compose(str(bruno.pk), "new-password", clock.moment)
    assert letter is not None
    assert token_of(bruno) in letter.text

    answer = his.post(f"/desk/einladung/{token_of(bruno)}/", {"password": PASSWORD})

    assert answer.headers["Location"] == "/desk/anmelden/code/"
    assert his.get("/desk/").status_code == 302
    assert give_code(his, at=clock.moment).headers["Location"] == "/desk/"


def test_nobody_takes_the_password_of_somebody_above_or_the_own(chloe: Staff, ada: Staff, clock: Clock) -> None:
    bruno = clerk(office_of(chloe), at=clock.moment)
    Assignment.objects.create(staff=bruno, role=Role.ADMIN)
    for member in (chloe, bruno, ada):
        with pytest.raises(NotAllowed):
            renew_password(member_id=member.pk, by=actor_of(chloe), at=clock.moment)
        assert Staff.objects.get(pk=member.pk).has_usable_password()
