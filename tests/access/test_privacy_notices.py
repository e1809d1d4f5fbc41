"""Wherever citizens type something about themselves, the form says what is done with it (Art. 13 GDPR)."""

from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.access.conftest import World
from tests.access.matrix import ROWS
from tests.access.urls import address, query, values_for

STAFF = ("desk:", "administration:", "planning:", "editing:", "identity:", "account_", "mfa_", "operations:")
TYPED = {"text", "email", "tel", "search", "password"}


class Forms(HTMLParser):
    """The forms of a page that are sent, each as what may be typed into it and whether it holds the notice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[list[str], bool]] = []
        self._typed: list[str] = []
        self._has_notice = self._is_sent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._typed, self._has_notice, self._is_sent = [], False, given.get("method") == "post"
        if tag == "textarea" or (tag == "input" and given.get("type", "text") in TYPED):
            self._typed.append(str(given.get("name")))
        self._has_notice |= "rh-privacy" in (given.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._is_sent and self._typed:
            self.forms.append((self._typed, self._has_notice))


def test_every_form_of_citizens_says_what_happens_with_what_they_type(world: World) -> None:
    town, found = world.here, {}

    for name in ROWS:
        if name.startswith(STAFF):
            continue
        for actor in ("stranger", "holder"):
            path = address(name, "de", **values_for(name, town, actor))
            answer = town.browser(actor).get(path, QUERY_STRING=urlencode(query(name, town)))
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found.update({(name, *typed): has_notice for typed, has_notice in Forms(answer.content.decode()).forms})

    assert {name for name, *_typed in found} >= {"booking:contact", "booking:find", "portal:accessibility"}
    assert [form for form, has_notice in found.items() if not has_notice] == []
