"""What people typed, telephone numbers and texts, made fit to be shown."""

import pytest

from rathaus.portal.searching import clean_query
from rathaus.portal.templatetags.portal import prose, tel


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Reise\tpass \n", "Reise pass"),
        ("pass\x00wort\u202e", "pass wort"),
        ("u\u0308mzug", "ümzug"),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_what_was_typed_loses_what_nobody_typed_on_purpose(typed: str, clean: str) -> None:
    assert clean_query(typed) == clean


def test_a_megabyte_becomes_two_hundred_characters() -> None:
    assert len(clean_query("a" * 1_000_000)) == 200


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("0221 4710 100", "tel:02214710100"),
        ("+49 (0)89 233-96000", "tel:+498923396000"),
        ("115", "tel:115"),
        ("089/233-1 oder 115", "tel:0892331"),
    ],
)
def test_a_telephone_number_becomes_a_link(number: str, address: str) -> None:
    assert tel(number) == address


def test_plain_text_is_escaped_and_html_stays() -> None:
    assert prose("Kinder < 6 & Hunde") == "<p>Kinder &lt; 6 &amp; Hunde</p>"
    assert prose("<p>10 &amp; 20</p>") == "<p>10 &amp; 20</p>"
