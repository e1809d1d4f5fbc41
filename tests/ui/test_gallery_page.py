"""The living gallery: every component of ours, drawn by its tag, with the source that drew it."""

import re

import pytest
from django.test import Client

from rathaus.project.state import CHECKOUT
from rathaus.ui.gallery.views import PARTS
from rathaus.ui.templatetags import ui
from tests.ui.markup import Markup

FOLDER = CHECKOUT / "src" / "rathaus" / "ui" / "templates" / "ui" / "gallery"
OF_FRAMES = {"page_frame", "language_switch"}  # the gallery's own frame holds them


def page(amina: Client, query: str = "", *, language: str = "") -> Markup:
    answer = amina.get(f"{language}/gestaltung/{query}")
    assert answer.status_code == 200
    return Markup(answer.content.decode())


def test_every_component_is_in_the_gallery() -> None:
    written = "".join((FOLDER / f"{part}.html").read_text(encoding="utf-8") for part in PARTS)
    shown = set(re.findall(r"{% (\w+)", written))

    assert set(ui.register.tags) - shown - OF_FRAMES == set()


@pytest.mark.parametrize("part", PARTS)
def test_a_component_stands_above_the_source_that_drew_it(amina: Client, part: str) -> None:
    shown = page(amina, f"?teil={part}")
    written = (FOLDER / f"{part}.html").read_text(encoding="utf-8")

    assert len(shown.all("code")) == written.count("{% specimen ")
    for code in shown.all("code"):
        assert "".join(code.text.split()) in "".join(written.split())


def test_the_gallery_is_not_for_search_engines(amina: Client) -> None:
    assert page(amina).one("meta", name="robots")["content"] == "noindex"


@pytest.mark.parametrize(
    ("language", "query", "wanted"),
    [
        ("", "", "ltr"),
        ("", "?richtung=rtl", "rtl"),
        ("/ar", "", "rtl"),
        ("/ar", "?richtung=ltr", "ltr"),
        ("", "?richtung=x", "ltr"),
    ],
)
def test_its_direction_is_that_of_the_language_or_the_one_that_is_wanted(
    amina: Client, language: str, query: str, wanted: str
) -> None:
    assert page(amina, query, language=language).one("html")["dir"] == wanted


@pytest.mark.parametrize(
    ("query", "sheet"), [("", "rathaus."), ("?farben=hell", "rathaus-light."), ("?farben=dunkel", "rathaus-dark.")]
)
def test_its_colours_are_those_of_the_device_or_the_ones_that_are_wanted(amina: Client, query: str, sheet: str) -> None:
    links = [link["href"] for link in page(amina, query).all("link", rel="stylesheet")]

    assert len([link for link in links if f"/ui/{sheet}" in link]) == 1


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_a_sheet_for_one_scheme_asks_no_device(scheme: str, other: str) -> None:
    sheet = (CHECKOUT / "var" / "assets" / "ui" / f"rathaus-{scheme}.css").read_text(encoding="utf-8")

    assert "prefers-color-scheme" not in sheet
    assert f"color-scheme:{scheme}" in sheet.replace(" ", "")
    assert f"color-scheme:light{other}" not in sheet.replace(" ", "")


def test_a_switch_keeps_what_the_others_say(amina: Client) -> None:
    shown = page(amina, "?teil=termine&richtung=rtl")
    links = [link["href"] for link in shown.all("a")]

    assert "?teil=termine&richtung=rtl&farben=dunkel" in links
    assert {link.text for link in shown.all("a", aria_current="true")} >= {
        "Tage und Zeiten",
        "nach links",
        "wie Ihr Gerät",
    }


def test_an_unknown_part_is_the_first_one(amina: Client) -> None:
    assert page(amina, "?teil=unbekannt").all("h2")[0].text == "Bausteine"
