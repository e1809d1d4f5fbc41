"""An office has words in every language of citizens, and loses none that somebody typed."""

import pytest
from django.conf import settings

from rathaus.planning.forms.days import ClosureForm
from rathaus.planning.forms.office import WORDS_IN, WordsForm


def test_words_may_be_given_in_every_language_that_citizens_are_offered() -> None:
    assert list(WORDS_IN) == [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize(
    ("typed", "is_valid"), [({}, True), ({"tr-title": "Daire"}, True), ({"tr-summary": "Kimlik"}, False)]
)
def test_words_without_a_name_are_not_lost_in_silence(typed: dict[str, str], is_valid: bool) -> None:
    form = WordsForm(typed, prefix="tr")

    assert form.is_valid() is is_valid
    assert ("title" in form.errors) is not is_valid


def test_arabic_words_are_typed_from_right_to_left() -> None:
    assert 'lang="ar" dir="rtl"' in str(WordsForm(prefix="ar")["summary"])


def test_a_closed_day_has_a_reason_in_every_language() -> None:
    sent = {"first_on": "2026-12-24", "last_on": "2026-12-24", "reason_de": "Heiligabend", "reason_tr": "Noel arifesi"}
    form = ClosureForm(sent, counters=[])

    assert form.is_valid(), form.errors
    assert {code: reason for code, reason in form.days().reasons.items() if reason} == {
        "de": "Heiligabend",
        "tr": "Noel arifesi",
    }
