"""Building blocks: what they are for the eye and for a screen reader."""

import pytest

from tests.ui.markup import render


def test_a_button_with_an_address_is_a_link() -> None:
    link = render('{% button "Termin buchen" href="/termin/" %}').one("a")
    assert link["href"] == "/termin/"
    assert link.text == "Termin buchen"


def test_a_button_without_an_address_sends_its_form() -> None:
    button = render('{% button "Buchen" name="start" value="9:20" %}').one("button")
    assert (button["type"], button["name"], button["value"]) == ("submit", "start", "9:20")


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert render('{% icon "search" %}').one("span")["aria-hidden"] == "true"


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no icon"):
        render('{% icon "unicorn" %}')


def test_text_from_people_is_escaped_exactly_once() -> None:
    page = render('{% notice "info" title=evil %}<p>{{ evil }}</p>{% endnotice %}', evil="<b>&")
    assert "&lt;b&gt;&amp;" in page.html
    assert "&amp;lt;" not in page.html
    assert page.all("b") == []


def test_a_notice_is_spoken_only_when_it_appears_later() -> None:
    still = render('{% notice "danger" %}x{% endnotice %}')
    live = render('{% notice "danger" live=True %}x{% endnotice %}')
    assert still.all(role="alert") == []
    assert live.one(role="alert").text == "x"


def test_a_card_with_an_address_has_one_link_in_its_heading() -> None:
    page = render('{% card title="Reisepass" href="/pass/" level=3 %}<p>ab 37,50 Euro</p>{% endcard %}')
    link = page.one("a")
    assert link.parents[-1].tag == "h3"
    assert (link["href"], link.text) == ("/pass/", "Reisepass")


def test_facts_are_pairs_of_term_and_description() -> None:
    page = render('{% facts %}{% fact "Kosten" %}37,00 Euro{% endfact %}{% endfacts %}')
    assert (page.one("dt").text, page.one("dd").text) == ("Kosten", "37,00 Euro")


def test_an_accordion_works_without_scripts() -> None:
    page = render('{% accordion "Mehr" open=True %}<p>Text</p>{% endaccordion %}')
    assert "open" in page.one("details").attributes
    assert page.one("summary").text == "Mehr"


def test_a_table_scrolls_in_a_region_named_by_its_caption() -> None:
    page = render('{% table "Gebühren" %}<tbody><tr><td>1</td></tr></tbody>{% endtable %}')
    region, caption = page.one(role="region"), page.one("caption")
    assert region["aria-labelledby"] == caption["id"]
    assert region["tabindex"] == "0"


def test_each_thing_to_bring_has_its_own_box() -> None:
    page = render("{% checklist items %}", items=["Ausweis", "Foto"])
    boxes = page.all("input", type_="checkbox")
    assert [page.one("label", for_=box["id"]).text for box in boxes] == ["Ausweis", "Foto"]
    assert all("name" not in box.attributes for box in boxes)


def test_copy_and_print_stay_hidden_without_scripts() -> None:
    page = render('{% copy_button "MU7K" %}{% print_button %}')
    assert all(button.has_class("rh-script-only") for button in page.all("button"))
