"""Whatever somebody puts into addresses and headers: no failure, and no row that comes of it."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.access.conftest import World
from tests.access.matrix import ROWS
from tests.access.tables import changed, contents
from tests.access.ugly import UGLY, encoded, faults, keys_of, path_of, seen_by, spoilt
from tests.access.urls import KEYWORDS, UNKNOWN_ID, query, values_for

UNKNOWN_HOSTS = ("", " ", "nowhere.example", "localhost@evil.example", "[::1", "xn--", "a" * 300, "é.de", "\x00")
METHODS = ("OPTIONS", "TRACE", "PROPFIND", "GET\x00")
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ("\x00", "*" * 500, "de;q=NaN", "en," * 200),
    "HTTP_COOKIE": ("sessionid=\x00; csrftoken=\x00", "=;=;", "sessionid=" + "x" * 4000, "django_language=../.."),
    "HTTP_IF_NONE_MATCH": ("\x00", "W/", '"' * 500),
    "HTTP_X_FORWARDED_FOR": ("\x00", "999.1.1.1, ::", "," * 500),
    "HTTP_X_FORWARDED_HOST": ("beispielhausen.localhost", "\x00"),
    "HTTP_REFERER": ("\x00", "https://evil.example/"),
    "HTTP_HX_REQUEST": ("true", "\x00"),
    "REMOTE_ADDR": ("", "::1%eth0", "unknown"),
}


LOOKS = [name for name, row in ROWS.items() if set(row.look.values()) != {"x"}]


@pytest.mark.parametrize("name", LOOKS)
def test_no_address_breaks_a_page_or_changes_a_row(world: World, name: str) -> None:
    town, before, found = world.here, contents(), list[str]()
    browser, path, keys = town.browser(seen_by(name)), path_of(town, name), keys_of(name, town, "GET")
    everywhere = ["q", "l", "tag", "monat", "next", "office", "seite"]
    repeated = [{key: ["1"] * number} for key in keys or ["q"] for number in (150, 300)]
    asked: list[dict[str, Any]] = [dict.fromkeys(everywhere, "\x00"), *spoilt(query(name, town), keys), *repeated]

    for values in asked:
        found += faults(browser.get(path, QUERY_STRING=encoded(values)), f"{path} {str(values)[:300]}")
    found += faults(browser.get(path, QUERY_STRING="%FF%FE=%C0%80&&&=&%"), f"{path} broken")

    assert found == []
    assert changed(before) == set()


def test_the_keys_that_pages_read_are_found_at_all(world: World) -> None:
    assert keys_of("booking:time", world.here, "GET") == ["hinweis", "l", "monat", "tag"]
    assert {"leistung", "personen", "tag"} <= set(keys_of("desk:book", world.here, "GET"))
    assert {"day", "l", "name", "office", "time"} <= set(keys_of("booking:hold", world.here, "POST"))


@pytest.mark.parametrize("name", [name for name, keywords in KEYWORDS.items() if keywords])
def test_no_place_in_an_address_breaks_it(world: World, name: str) -> None:
    town, before, found = world.here, contents(), list[str]()
    value = next(str(v) for key, v in values_for(name, town, seen_by(name)).items() if key in KEYWORDS[name])
    methods = ("GET", "POST") if KEYWORDS[name] == {"token"} else ("GET",)

    for ugly in (*UGLY, UNKNOWN_ID, "2147483648", "9223372036854775808"):
        path = path_of(town, name).replace(value, quote(ugly, safe="", errors="surrogatepass"))
        for method in methods:
            answer = town.browser(seen_by(name)).generic(method, path)
            found += faults(answer, f"{method} {path[:200]}")
            if answer.status_code < 300:
                found.append(f"{method} {path[:200]}: {answer.status_code}")

    assert found == []
    assert changed(before) == set()


@pytest.mark.parametrize("name", ROWS)
def test_no_method_breaks_a_page_or_changes_a_row(world: World, name: str) -> None:
    town, before = world.here, contents()
    path, browser = path_of(town, name), town.browser(seen_by(name))

    found = [f for method in METHODS for f in faults(browser.generic(method, path), f"{method!r} {path}")]

    assert found == []
    assert changed(before) == set()


@pytest.mark.parametrize("name", ["portal:start", "portal:suggest", "booking:view", "desk:today", "account_login"])
def test_no_header_breaks_a_page_or_changes_a_row(world: World, name: str) -> None:
    town, before, found = world.here, contents(), list[str]()
    path = path_of(town, name)

    for header, lines in HEADERS.items():
        for line in lines:
            found += faults(town.browser("own").get(path, **{header: line}), f"{path} {header}: {line[:50]!r}")  # type: ignore[arg-type]

    assert found == []
    assert changed(before) == set()


@pytest.mark.parametrize("host", UNKNOWN_HOSTS)
def test_an_unknown_host_is_a_page_without_a_town(world: World, host: str) -> None:
    before = contents()
    browser = world.here.browser("own")

    for answer in (browser.get("/desk/", HTTP_HOST=host), browser.post("/termin/halten/", {}, HTTP_HOST=host)):
        shown = answer.content.decode()
        assert answer.status_code == 404
        assert "Unter dieser Adresse gibt es kein Rathaus" in shown
        assert not [word for word in ("Musterstadt", "Beispielhausen", world.here.mark) if word in shown]
    assert changed(before) == set()
