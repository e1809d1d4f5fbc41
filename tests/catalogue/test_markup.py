"""Foreign HTML shows what it says and does nothing."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.catalogue.markup import beginning, lines, plain, sanitised


@pytest.mark.parametrize(
    ("given_html", "clean"),
    [
        ("<h1>Titel</h1><div><span>Text</span></div>", "TitelText"),
        ("<ul><li>eins<br></li><li></li></ul>", "<ul><li>eins</li></ul>"),
        ("<p>50 Euro<br><br></p>", "<p>50 Euro</p>"),
        ("<p> </p><p>da</p>", "<p>da</p>"),
        ('<a href="https://a.de" target="_blank" style="x">da</a>', '<a href="https://a.de" rel="noopener">da</a>'),
        ('<a href="tel:115">115</a>', '<a href="tel:115" rel="noopener">115</a>'),
        ('<a href="data:text/html,x">da</a>', '<a rel="noopener">da</a>'),
        ("<style>p{}</style><iframe src=x></iframe>Text", "Text"),
        ("50 < 60 & mehr", "50 &lt; 60 &amp; mehr"),
    ],
)  # fmt: skip
def test_only_plain_markup_is_left(given_html: str, clean: str) -> None:
    assert sanitised(given_html) == clean


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/pabrscriptonlek=\"' :x&;\u200b"), max_size=60))
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = sanitised(text)

    assert sanitised(once) == once
    assert "<script" not in once.lower()


@pytest.mark.parametrize(
    "bomb",
    [
        "<em>" * 30_000,
        "<em>" * 20_000 + "</em>" * 20_000,
        "<ul><li>" * 15_000,
        "<" * 60_000,
        "<p>" + "&nbsp;" * 30_000 + "x</p>",
        "<p>" + " " * 190_000 + "x</p>",
        "<a " + "x=1 " * 40_000 + ">x</a>",
    ],
    ids=["open", "nested", "lists", "angles", "hard spaces", "spaces", "attributes"],
)
def test_a_text_made_to_take_for_ever_does_not(bomb: str) -> None:
    before = process_time()
    lines(sanitised(bomb))
    assert process_time() - before < 10  # of computing, not of waiting: it takes a hundredth, the square takes minutes


def test_what_has_more_tags_than_any_text_of_people_comes_without() -> None:
    assert sanitised("<p>50 Euro &amp; mehr</p>" + "<em>" * 2000) == "50 Euro &amp; mehr"


def test_prices_are_read_line_by_line() -> None:
    assert lines("<p><strong>Pass</strong><br>\n 70 Euro</p><ul><li>Express: 102 &amp; mehr</li></ul>") == (
        "Pass",
        "70 Euro",
        "Express: 102 & mehr",
    )


def test_a_beginning_ends_with_a_word() -> None:
    assert plain("<p>Hallo</p><p>da</p>") == "Hallo da"
    assert beginning("<p>Einen Reisepass beantragen</p>", 18) == "Einen Reisepass…"
