"""Whoever looks at persons leaves one event that names all of them, by their pseudonyms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rathaus.audit.actions import person
from rathaus.audit.models import Event
from rathaus.booking.actions.trail import stream_of
from rathaus.booking.models import Appointment, State
from tests.access.conftest import World
from tests.access.matrix import ROWS
from tests.access.urls import address, form, query, values_for
from tests.access.world import NEXT_MONDAY, TODAY, TownWorld, Visit


def reads() -> list[Event]:
    return list(Event.objects.filter(kind="read").order_by("id"))


def persons(*visits: Visit) -> list[str]:
    return sorted(person(stream_of(visit.id)) for visit in visits)


def concerned(name: str, town: TownWorld) -> list[str]:
    """Whom a page of the desk shows to Bruno."""
    return persons(town.visit, town.waiting) if name == "desk:find" else persons(town.visit)


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if n.startswith("desk:") and row.look["own"] == "P"])
def test_a_page_about_persons_leaves_one_event(world: World, name: str) -> None:
    town = world.here

    town.browser("own").get(address(name, "de", **values_for(name, town, "own")), query(name, town))

    (event,) = reads()
    assert sorted(event.persons) == concerned(name, town)
    assert (event.kind, event.purpose) == ("read", name.replace(":", "."))
    assert event.actor.startswith("staff/")


def test_a_search_leaves_one_event_with_everybody_found(world: World) -> None:
    town = world.here

    town.browser("own").post(address("desk:find", "de"), form("desk:find", town, "own"))

    (event,) = reads()
    assert sorted(event.persons) == concerned("desk:find", town)


@pytest.mark.parametrize("name", [n for n in ROWS if not n.startswith("desk:")])
def test_pages_of_citizens_leave_none(world: World, name: str) -> None:
    town = world.here

    town.browser("holder").get(address(name, "de", **values_for(name, town, "holder")), query(name, town))

    assert reads() == []


@pytest.mark.parametrize("actor", ["other_office", "other_town", "no_office", "stranger"])
@pytest.mark.parametrize("name", [n for n in ROWS if n.startswith("desk:")])
def test_who_sees_nobody_leaves_none(world: World, name: str, actor: str) -> None:
    town = world.here

    town.browser(actor).get(address(name, "de", **values_for(name, town, actor)), query(name, town))

    assert not [event for event in reads() if set(event.persons) & set(persons(town.visit, town.waiting, town.hold))]


def test_an_unchanged_day_leaves_no_further_event(world: World) -> None:
    bruno = world.here.browser("own")
    mark = bruno.get("/desk/").headers["ETag"]

    assert bruno.get("/desk/", headers={"if-none-match": mark}).status_code == 304

    assert len(reads()) == 1


def test_the_day_of_somebody_else_is_never_said_to_be_unchanged(world: World) -> None:
    mark = world.here.browser("own").get("/desk/").headers["ETag"]

    answer = world.here.browser("other_office").get("/desk/", headers={"if-none-match": mark})

    assert answer.status_code == 200


def refuse(town: TownWorld) -> None:
    Appointment.objects.filter(pk=town.visit.id).update(state=State.DONE)


Send = Callable[[Client, str], Any]


@pytest.mark.parametrize(
    ("part", "typed", "purpose"),
    [
        ("verschieben/", {"zeit": "gestern"}, "desk.move"),
        ("verschieben/", {"zeit": f"{TODAY}T07:00"}, "desk.move"),
        ("absagen/", {"note": "x" * 501}, "desk.cancel"),
        ("absagen/", {"note": ""}, "desk.cancel"),
    ],
)
def test_a_page_that_says_no_leaves_one_event_too(world: World, part: str, typed: dict[str, str], purpose: str) -> None:
    town = world.here
    if typed == {"note": ""}:
        refuse(town)

    answer = town.browser("own").post(f"/desk/termine/{town.visit.id}/{part}", typed)

    (event,) = reads()
    assert answer.status_code == 200
    assert (event.purpose, event.persons) == (purpose, persons(town.visit))


def test_a_step_that_shows_nobody_leaves_none_of_its_own(world: World) -> None:
    town = world.here
    bruno = town.browser("own")

    bruno.post(f"/desk/termine/{town.visit.id}/verschieben/", {"zeit": f"{NEXT_MONDAY}T11:00"})

    assert reads() == []
