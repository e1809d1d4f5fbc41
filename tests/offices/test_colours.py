"""A town's colour can be read, or it is refused with the reason and a way out."""

import pytest
from django.test import Client

from rathaus.identity.queries import SYSTEM
from rathaus.offices.actions import HardToRead, NotAColour, set_colours
from rathaus.offices.colours import ENOUGH, Scheme, contrast, mixed, weakest, weakness
from rathaus.offices.models import Place
from tests.conftest import NOW


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mixing_all_or_nothing_gives_the_colour_itself() -> None:
    assert (mixed("#1a5f3c", "#ffffff", 1), mixed("#1a5f3c", "#ffffff", 0)) == ("#1a5f3c", "#ffffff")


@pytest.mark.parametrize(("colour", "scheme"), [("#ffdd00", "light"), ("#8b0000", "dark"), ("#808080", "light")])
def test_a_weak_colour_comes_with_one_that_can_be_read(colour: str, scheme: Scheme) -> None:
    weak = weakness(colour, scheme)

    assert weak is not None
    assert weak.ratio < ENOUGH <= weakest(weak.better, scheme)


def test_a_theme_without_contrast_is_refused_and_nothing_is_kept(town: str) -> None:
    with pytest.raises(HardToRead, match=r"1,22.*4,5.*#776600") as refused:
        set_colours(light="#FFDD00", dark="", by=SYSTEM, at=NOW)

    assert refused.value.field == "light"
    assert not Place.objects.exclude(colour_light="").exists()


@pytest.mark.parametrize("text", ["red", "#12345", "#1a5f3c;}", "url(//evil.example)"])
def test_what_is_no_colour_is_refused(town: str, text: str) -> None:
    with pytest.raises(NotAColour):
        set_colours(light="", dark=text, by=SYSTEM, at=NOW)


def test_every_page_carries_the_colour_by_a_stylesheet_of_its_own(amina: Client, town: str) -> None:
    set_colours(light="#1a5f3c", dark="#8fd3ae", by=SYSTEM, at=NOW)

    answer = amina.get("/stadt.css")

    assert '<link rel="stylesheet" href="/stadt.css">' in amina.get("/").content.decode()
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--kern-color-action-default: #1a5f3c" in answer.content.decode()
    assert amina.get("/stadt.css", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_a_new_colour_has_a_new_etag(amina: Client, town: str) -> None:
    before = amina.get("/stadt.css").headers["ETag"]
    set_colours(light="#1a5f3c", dark="", by=SYSTEM, at=NOW)

    assert amina.get("/stadt.css").headers["ETag"] != before
