"""Two towns in one process, asked in turn at every URL, on a real connection: neither shows anything of the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.db import close_old_connections, connection
from django_tenants.utils import schema_context

from rathaus.booking.verify import differences
from tests import conftest
from tests.access.answers import calm, said
from tests.access.conftest import World, both_towns, quiet
from tests.access.matrix import ROWS
from tests.access.tables import changed, contents
from tests.access.urls import address, form, languages, query, values_for
from tests.access.world import TownWorld, with_new_things

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

BAD_STATEMENT = "SELECT 1 / 0"
LOST_CONNECTION = "SELECT pg_terminate_backend(pg_backend_pid())"
TITLES = {"musterstadt": "Musterstadt", "beispielhausen": "Beispielhausen"}
DONE = [name for name, row in ROWS.items() if "D" in row.send.values()]


@pytest.fixture(scope="module")
def towns(django_db_setup: None, django_db_blocker: Any, worker: str) -> Iterator[World]:
    """Both towns, committed in a database of their own."""
    name = f"towns_{worker}"
    with django_db_blocker.unblock(), quiet():
        conftest.copy(conftest.template(), name)
        conftest.use(name)
        try:
            yield both_towns()
        finally:
            conftest.drop(name)
            conftest.use(f"test_{worker}")


def seen_by(name: str) -> str:
    """Who sees most at a URL."""
    return "own" if name.startswith("desk:") else "holder"


def look(town: TownWorld, name: str, actor: str, language: str = "de", *, of: TownWorld | None = None) -> "Answer":
    """One town's answer to a look, at its own things or at those of the other."""
    close_old_connections()  # as the server does before each request, and the client of tests does not
    path = address(name, language, **values_for(name, of or town, actor))
    return town.browser(actor).get(path, QUERY_STRING=urlencode(query(name, of or town)))


def send(town: TownWorld, name: str, typed: dict[str, str] | None = None) -> "Answer":
    actor = seen_by(name)
    close_old_connections()
    return town.browser(actor).post(
        address(name, "de", **values_for(name, town, actor)), (form(name, town, actor)) if typed is None else typed
    )


def leaks(answer: "Answer", other: TownWorld) -> set[str]:
    """What stands of another town in an answer."""
    text = said(answer)
    return {word for word in words_of(other) if word in text}


def words_of(town: TownWorld) -> set[str]:
    return {town.mark, TITLES[town.name], *town.all_words}


@contextmanager
def fault(statement: str, *, at: int) -> Iterator[list[str]]:
    """This will have the n-th statement from here on replaced by a bad one."""
    seen: list[str] = []

    def instead(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(statement, None, False, context) if len(seen) == at else execute(sql, params, many, context)

    with connection.execute_wrapper(instead):
        yield seen


@pytest.mark.parametrize("name", ROWS)
def test_every_answer_is_of_its_own_town(towns: World, name: str) -> None:
    found = []
    for actor in ("stranger", "holder", "own"):
        for language in languages(name):
            for town, other in (towns.towns, towns.towns[::-1]):
                found += [(actor, language, town.name, leaks(look(town, name, actor, language), other))]

    assert [leak for leak in found if leak[-1]] == []


@pytest.mark.parametrize("name", ROWS)
def test_what_is_of_one_town_opens_nothing_in_another(towns: World, name: str) -> None:
    found = []
    for actor in ("holder", "own"):
        for town, other in (towns.towns, towns.towns[::-1]):
            found += [(actor, town.name, leaks(look(town, name, actor, of=other), other) - other.all_words)]
            answer = look(town, name, actor, of=other)
            found += [
                (actor, town.name, {w for w in other.all_words if w in calm(answer, answer.request["PATH_INFO"])[1]})
            ]

    assert [leak for leak in found if leak[-1]] == []


def test_pages_show_their_own_town_at_all(towns: World) -> None:
    shown = {name for name in ROWS for town in towns.towns if town.mark in said(look(town, name, seen_by(name)))}

    assert {"portal:start", "portal:service", "portal:office", "booking:time", "booking:view"} <= shown
    assert {"desk:today", "desk:book", "desk:appointment", "desk:problems"} <= shown


@pytest.mark.parametrize(
    ("statement", "places"), [(BAD_STATEMENT, (1, 2, 3)), (LOST_CONNECTION, (2,))], ids=["bad", "lost"]
)
@pytest.mark.parametrize("name", ROWS)
def test_after_a_failure_the_next_answer_is_of_its_own_town(
    towns: World, name: str, statement: str, places: tuple[int, ...]
) -> None:
    here, there = towns.towns
    actor = seen_by(name)
    right = calm(look(there, name, actor))

    for at in places:
        with fault(statement, at=at):
            failed = look(here, name, actor)
        after = look(there, name, actor)
        assert leaks(failed, there) == set()
        assert leaks(after, here) == set()
        assert calm(after) == right


@pytest.mark.parametrize("name", DONE)
def test_a_write_that_fails_leaves_all_or_nothing_and_touches_no_other_town(towns: World, name: str) -> None:
    there = towns.there
    whole = written(with_new_things(towns.here, conftest.NOW), name)
    here, seen, at, left = with_new_things(towns.here, conftest.NOW), [""], 0, set[str]()
    before = contents()

    while len(seen) >= at and not left:
        at += 1
        with schema_context(here.name):
            typed = form(name, here, seen_by(name))  # read before the fault: some forms carry a stamp
            forget_tries()
        with fault(BAD_STATEMENT, at=at) as seen:
            answer = send(here, name, typed)
        assert leaks(answer, there) == set()
        left = changed(before)

    assert left == whole
    assert not {table for table in whole if table.startswith(f"{there.name}.")}
    with schema_context(here.name):
        assert list(differences()) == []


def forget_tries() -> None:
    """No rate limit ends the tries of a test."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_rate_window")


def written(town: TownWorld, name: str) -> set[str]:
    """The tables that a form changes when nothing fails."""
    before = contents()
    send(town, name)
    return changed(before)
