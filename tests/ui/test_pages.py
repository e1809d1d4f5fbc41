"""Frames and the ways through a journey."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from rathaus.ui.frame import Frame
from tests.ui.markup import render


def test_a_page_tells_its_language_and_direction() -> None:
    html = render('{% extends "ui/page.html" %}').one("html")
    assert (html["lang"], html["dir"]) == ("de", "ltr")
    with translation.override("ar"):
        assert render('{% extends "ui/page.html" %}').one("html")["dir"] == "rtl"


def test_the_first_link_leads_to_the_content() -> None:
    page = render('{% extends "ui/page.html" %}')
    first = page.all("a")[0]
    assert first["href"] == "#inhalt"
    assert page.one("main")["id"] == "inhalt"


def test_links_to_pages_that_do_not_exist_are_left_out(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.ui.no_urls"  # type: ignore[attr-defined]
    page = render('{% extends "ui/page.html" %}')
    assert page.one("footer").text == ""
    assert set(Frame(RequestFactory().get("/")).links.values()) == {""}


def test_a_page_without_a_town_needs_nothing_around_it() -> None:
    page = render('{% extends "ui/bare.html" %}{% block main %}<h1>Kurze Pause</h1>{% endblock %}')
    assert page.one("h1").text == "Kurze Pause"
    assert page.all("script") == []


def test_each_language_is_named_in_itself() -> None:
    page = render("{% language_switch %}", path="/?q=pass")
    names = [(link["lang"], link.text) for link in page.all("a")]
    assert names[:4] == [("de", "Deutsch"), ("en", "English"), ("tr", "Türkçe"), ("uk", "Українська")]
    assert page.one("summary").text == "Sprache wählen: Deutsch"
    assert page.one("a", aria_current="true")["lang"] == "de"
    assert all(link["href"].endswith("?q=pass") for link in page.all("a"))


def test_an_endless_address_is_not_repeated_in_every_language() -> None:
    page = render("{% language_switch %}", path="/aemter/?q=" + "x" * 60_000)
    assert [link["href"] for link in page.all("a")][:2] == ["/aemter/", "/en/aemter/"]
    page = render("{% language_switch %}", path="/" + "x" * 60_000)
    assert [link["href"] for link in page.all("a")][:2] == ["/", "/en/"]


def test_two_languages_stand_side_by_side() -> None:
    page = render("{% language_switch %}", path="/desk/")
    assert [link["lang"] for link in page.all("a")] == ["de", "en"]
    assert page.all("summary") == []


def test_the_page_itself_ends_the_breadcrumb() -> None:
    page = render("{% breadcrumb crumbs %}", crumbs=[("Start", "/"), ("Reisepass", "")])
    assert page.one("a")["href"] == "/"
    assert page.one(aria_current="page").text == "Reisepass"


def test_steps_tell_where_one_is_and_lead_back_only() -> None:
    page = render("{% steps 3 urls=urls %}", urls=["/1", "/2", "/3"])
    assert [link["href"] for link in page.all("a")] == ["/1", "/2"]
    assert page.one("li", aria_current="step").text == "Zeit"
    assert page.classed("rh-steps__now")[0].text == "Schritt 3 von 5: Zeit"


def test_other_pages_of_a_list_keep_the_rest_of_the_address() -> None:
    page = render("{% pager page %}", path="/?q=pass&seite=2", page=Paginator(range(50), 10).page(2))
    assert page.one("a", rel="next")["href"] == "?q=pass&seite=3"
    assert page.one("a", aria_current="page").text == "Seite 2"


def test_a_list_of_one_page_has_no_pager() -> None:
    assert render("{% pager page %}", page=Paginator(range(5), 10).page(1)).elements == []


@pytest.mark.parametrize(
    ("page", "text", "wanted"),
    [
        ("de", "de", '<p lang="de">'),
        ("de", "ar", '<p lang="ar" dir="rtl">'),
        ("ar", "de", '<p lang="de" dir="ltr">'),
        ("ar", "ar", '<p lang="ar">'),
        ("ar", "", "<p>"),
    ],
)
def test_a_text_says_its_direction_where_it_is_not_that_of_the_page(page: str, text: str, wanted: str) -> None:
    with translation.override(page):
        shown = Template("{% load ui %}<p{% speaks code %}>").render(Context({"code": text}))

    assert shown == wanted
