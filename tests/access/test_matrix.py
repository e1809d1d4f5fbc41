"""Every URL of the product, everybody who may come along, and every method: who gets what, and what it changes."""

from urllib.parse import urlencode

import pytest

from rathaus.core.problems import FOR_PROGRAMS
from tests.access.answers import faults
from tests.access.conftest import World, undone
from tests.access.matrix import ACTORS, ROWS, Row
from tests.access.tables import changed, contents
from tests.access.urls import address, form, languages, query, urls, values_for

every_url = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())


def test_every_url_has_one_row_and_every_row_has_a_url() -> None:
    assert sorted(name for name, _keywords in urls()) == sorted(ROWS)


@every_url
def test_looking_shows_what_one_may_see_and_changes_nothing(world: World, row: Row) -> None:
    town, before, found = world.here, contents(), []

    for actor in ACTORS:
        for language in languages(row.name):
            path = address(row.name, language, **values_for(row.name, town, actor))
            for method in ("GET", "HEAD") if language == "de" else ("GET",):  # no language has a method of its own
                browser, asked = town.browser(actor), urlencode(query(row.name, town))
                answer = browser.generic(method, path, QUERY_STRING=asked)
                found += [f"{actor} {method} {path}: {f}" for f in faults(answer, row.look[actor], town, actor)]
                if method == "HEAD" and answer.content:
                    found.append(f"{actor} HEAD {path}: has a body")
        found += [f"{actor} changed {table}" for table in changed(before)]

    assert found == []


@every_url
def test_sending_does_what_one_may_do_and_nothing_else(world: World, row: Row) -> None:
    town, before, found = world.here, contents(), []

    for actor in ACTORS:
        for language in languages(row.name):
            path = address(row.name, language, **values_for(row.name, town, actor))
            with undone():
                answer = town.browser(actor).post(path, form(row.name, town, actor))
                what = list(faults(answer, row.send[actor], town, actor))
                tables = changed(before)
            if bool(tables) != (row.send[actor] in "DN"):
                what.append(f"changed {sorted(tables)}")
            found += [f"{actor} POST {path}: {fault}" for fault in what]

    assert found == []


@every_url
def test_no_method_of_a_form_from_elsewhere_does_anything(world: World, row: Row) -> None:
    town, before, found = world.here, contents(), []

    for actor in ("stranger", "holder", "own"):
        path = address(row.name, "de", **values_for(row.name, town, actor))
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            sent = urlencode(form(row.name, town, actor))
            kind = "application/x-www-form-urlencoded"
            answer = town.browser(actor, is_strict=True).generic(method, path, sent, content_type=kind)
            outcome = "!"
            if path.startswith(FOR_PROGRAMS):  # no session counts there, so there is nothing to forge
                outcome = row.send[actor] if method == "POST" else "x"
            found += [f"{actor} {method}: {fault}" for fault in faults(answer, outcome, town, actor)]
    found += [f"changed {table}" for table in changed(before)]

    assert found == []


@pytest.mark.parametrize("row", [r for r in ROWS.values() if r.takes_forms], ids=lambda row: row.name)
def test_the_same_form_from_our_own_page_is_taken(world: World, row: Row) -> None:
    town, actor = world.here, "holder" if row.name.startswith("booking:") else "own"
    path = address(row.name, "de", **values_for(row.name, town, actor))
    browser = town.browser(actor, is_strict=True)
    page = browser.get("/termin/finden/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    filled = {**form(row.name, town, actor), "csrfmiddlewaretoken": token}

    elsewhere = browser.post(path, filled, HTTP_ORIGIN="https://evil.example")
    answer = browser.post(path, filled, HTTP_ORIGIN=f"http://{town.host}")

    assert elsewhere.status_code == 403
    assert list(faults(answer, row.send[actor], town, actor)) == []
