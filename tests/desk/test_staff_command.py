"""An operator lets the first members of a town in, and helps those who are locked out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rathaus.identity.models import Staff
from rathaus.identity.queries import totp_of
from tests.clock import Clock
from tests.desk.conftest import Desk
from tests.desk.people import browser, give_code, give_password
from tests.makers import Maker


def run(*words: str) -> str:
    out = StringIO()
    call_command("staff", *words, stdout=out)
    return out.getvalue()


def invite(slug: str) -> str:
    said = run("invite", "--town=musterstadt", "--email=Emil@Example.org", "--name=Emil", f"--office={slug}", "--head")
    return said.split(" and then")[0].split()[-1]


def test_an_invited_member_signs_in_with_the_printed_password(make: Maker, clock: Clock) -> None:
    password = invite(make.office().slug)

    answer = give_password(browser(), email="emil@example.org", password=password)

    assert answer.headers["Location"] == "/desk/anmelden/einrichten/"
    assert Staff.objects.get().assignments.get().role == "head"


def test_an_address_is_invited_once_and_offices_must_exist(make: Maker) -> None:
    slug = make.office().slug
    invite(slug)

    for wrong in (slug, "nirgends"):
        with pytest.raises(CommandError):
            invite(wrong)
    with pytest.raises(CommandError, match="no town"):
        run("reset-password", "--town=nowhere", "--email=emil@example.org")
    with pytest.raises(CommandError, match="no member"):
        run("reset-password", "--town=musterstadt", "--email=nobody@example.org")


def test_the_first_administrator_of_a_town_needs_no_office(town: str) -> None:
    run("invite", "--town=musterstadt", "--email=ada@example.org", "--name=Ada", "--role=admin")

    found = Staff.objects.get().assignments.get()
    assert (found.role, found.office_id) == ("admin", None)


@pytest.mark.parametrize("words", [("--role=clerk",), ("--role=admin", "--office=buergerbuero")])
def test_a_role_that_does_not_fit_its_place_is_refused(make: Maker, words: tuple[str, ...]) -> None:
    make.office(slug="buergerbuero")

    with pytest.raises(CommandError, match=r"office|town"):
        run("invite", "--town=musterstadt", "--email=ada@example.org", "--name=Ada", *words)


def test_a_new_password_ends_the_sessions_of_the_old_one(desk: Desk) -> None:
    run("reset-password", "--town=musterstadt", "--email=bruno@example.org")

    assert desk.bruno.get("/desk/").status_code == 302
    assert give_password(browser()).status_code == 200


def test_a_lost_second_factor_is_set_up_anew(desk: Desk, clock: Clock) -> None:
    run("reset-second-factor", "--town=musterstadt", "--email=bruno@example.org")
    client = browser()

    assert totp_of(Staff.objects.get()) is None
    assert give_password(client).headers["Location"] == "/desk/anmelden/einrichten/"
    assert give_code(client, at=clock.moment).headers["Location"] == "/desk/anmelden/"
