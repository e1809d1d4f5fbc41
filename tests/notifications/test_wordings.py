"""The town's own words are filled in, checked, and never stop a message."""

import pytest

from rathaus.notifications.wordings import Flaw, WordKind, Words, fill, flaws, paragraphs

KIND = WordKind("reminder", ("name", "wann"), needed=("wann",))


def test_a_value_is_never_read_as_a_mark() -> None:
    assert fill("{name}: {wann}", {"name": "{wann}", "wann": "heute"}) == "{wann}: heute"


@pytest.mark.parametrize(
    "text", ["{% load i18n %}", "{{ settings.SECRET_KEY }}", "{name.__class__}", "{0}", "{name", "}"]
)
def test_what_looks_like_a_template_is_a_flaw(text: str) -> None:
    assert {flaw.reason for flaw in flaws(KIND, Words(addition=text))} & {"brace", "unknown"}


def test_flaws_name_their_part_and_what_is_wrong() -> None:
    found = flaws(KIND, Words(subject="Termin\nBcc: x", body="{zeit}", addition="x" * 2001))

    assert found == [
        Flaw("subject", "lines", ""),
        Flaw("body", "unknown", "{zeit}"),
        Flaw("addition", "long", "2000"),
        Flaw("body", "needed", "{wann}"),
    ]


def test_words_that_say_enough_have_none() -> None:
    assert flaws(KIND, Words("Ihr Termin {wann}", "Guten Tag {name},\n\n{wann} ist es.", "")) == []


def test_blank_lines_part_paragraphs() -> None:
    assert paragraphs("Eins\r\nzwei\r\n \r\nDrei\n\n\n") == ("Eins\nzwei", "Drei")
