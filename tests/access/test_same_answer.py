"""What is wrong and what never was get the same answer, so that nobody learns what exists."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.answers import calm
from tests.access.conftest import World, undone
from tests.access.matrix import ROWS
from tests.access.urls import KEYWORDS, UNKNOWN_ID, address, form
from tests.access.world import PASSWORD, TownWorld

UNKNOWN_NUMBER = 2_000_000_000
UNKNOWN_LINK = "B" * 30
BY_LINK = [name for name in ROWS if name.startswith("booking:") and "token" in KEYWORDS[name]]
BY_ID = [name for name in ROWS if "appointment_id" in KEYWORDS[name]]


def sent(town: TownWorld, actor: str, name: str, method: str, **values: Any) -> tuple[int, str]:
    """The answer to one request, without what was asked for."""
    path = address(name, "de", **{"slug": "", "token": "", **values})
    with undone():
        answer = town.browser(actor).generic(method, path)
    return calm(answer, path)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", BY_LINK)
def test_links_that_are_not_right(world: World, name: str, method: str) -> None:
    here, there = world.towns
    right = here.visit.token
    wrong = [
        UNKNOWN_LINK,
        here.visit.old_token,
        here.hold.old_token,
        here.hold.token[:8] + right[8:],
        there.visit.token,
        right[:-1],
        right + "A",
        right[:-1] + ("A" if right[-1] != "A" else "B"),
        "x",
        "ä" * 30,
        "\x00" * 30,
    ]

    answers = {sent(here, "stranger", name, method, token=token) for token in wrong}

    assert len(answers) == 1
    assert answers.pop()[0] in {404, 405}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", BY_ID)
def test_appointments_that_one_may_not_see(world: World, name: str, method: str) -> None:
    numbers = (UNKNOWN_ID, world.here.foreign.id, world.there.visit.id)

    answers = {sent(world.here, "own", name, method, appointment_id=number) for number in numbers}

    assert len(answers) == 1
    assert answers.pop()[0] in {404, 405}


def test_messages_and_jobs_that_one_may_not_send_again(world: World) -> None:
    here, there = world.towns
    messages = {sent(here, "own", "desk:retry_message", "POST", delivery_id=number) for number in
                (UNKNOWN_NUMBER, here.foreign_delivery_id)}  # fmt: skip
    jobs = {sent(here, "own", "desk:retry_job", "POST", job_id=number) for number in (UNKNOWN_NUMBER, there.job_id)}

    assert [status for status, _text in messages] == [404]
    assert [status for status, _text in jobs] == [404]


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("portal:service", lambda town: town.hidden_service.slug),
        ("portal:office", lambda town: town.hidden_office.slug),
        ("booking:time", lambda town: town.hidden_office.slug),
    ],
)
def test_pages_that_are_not_public(world: World, name: str, hidden: Callable[[TownWorld], str]) -> None:
    answers = {sent(world.here, "stranger", name, "GET", slug=slug) for slug in ("niemals", hidden(world.here))}

    assert [status for status, _text in answers] == [404]


def posted(town: TownWorld, name: str, **typed: str) -> tuple[int, str]:
    """The answer to a form of a stranger, without what was typed."""
    with undone():
        answer = town.browser("stranger").post(address(name, "de"), {**form(name, town, "stranger"), **typed})
    return calm(answer, *typed.values())


def test_numbers_of_appointments(world: World) -> None:
    here, there = world.towns
    wrong = [
        ("2CD3GH5K", here.visit.code),
        (here.visit.reference, there.visit.code),
        (here.hold.reference, here.hold.code),
        (there.visit.reference, there.visit.code),
    ]

    answers = {posted(here, "booking:find", reference=number, second=second) for number, second in wrong}

    assert [status for status, _text in answers] == [422]


def test_accounts_of_staff(world: World) -> None:
    here, there = world.towns
    wrong = [
        (f"bruno@{here.name}-amt.example", "falsch-falsch-falsch"),
        (f"niemand@{here.name}-amt.example", PASSWORD),
        (f"bruno@{there.name}-amt.example", PASSWORD),
    ]

    answers = {posted(here, "account_login", email=email, password=password) for email, password in wrong}

    assert [status for status, _text in answers] == [200]


def test_offices_that_take_no_bookings(world: World) -> None:
    here = world.here
    offices = {posted(here, "booking:hold", office=f"{n:015}") for n in (UNKNOWN_NUMBER, here.hidden_office.pk)}
    asked = [{"month": "2026-11", "l": "1", "office": str(n)} for n in (UNKNOWN_NUMBER, here.hidden_office.pk)]
    stranger = here.browser("stranger")

    assert len(offices) == 1
    assert len({stranger.get(address("booking-api:free-times", "de"), values).content for values in asked}) == 1


def test_services_that_nobody_offers(world: World) -> None:
    here = world.here
    wishes = [f"{n:015}" for n in (UNKNOWN_NUMBER, here.hidden_service.pk)]
    stranger = here.browser("stranger")
    found = {
        calm(stranger.get(address(name, "de", slug=here.office.slug), {"l": wish}), f"l={int(wish)}", wish)
        for name in ("booking:matters", "booking:office", "booking:time")
        for wish in wishes
    }

    assert len({posted(here, "booking:hold", l=wish) for wish in wishes}) == 1
    assert len(found) == 3
