"""The tool for texts asks of every app the languages that it speaks, and shows no language that is only half there."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from tools import messages


def test_a_language_is_offered_only_where_the_check_demands_all_its_texts() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["de", *messages.OFFERED]
    assert not set(messages.OFFERED) & set(messages.PREPARED)


@pytest.mark.parametrize(
    "source", ["desk/words.py", "planning/apps.py", "booking/actions/attend.py", "ui/templates/ui/desk.html"]
)
def test_what_only_staff_read_speaks_german_and_english(source: str) -> None:
    assert messages.languages_of(messages.SOURCE / source) == ("en",)


@pytest.mark.parametrize(
    "source", ["booking/views/contact.py", "ui/wording.py", "identity/apps.py", "newcomer/views.py"]
)
def test_what_citizens_read_is_to_speak_eight_languages(source: str) -> None:
    assert set(messages.languages_of(messages.SOURCE / source)) == {"en", "tr", "uk", "ar", "ru", "fr", "pl"}


def test_every_source_that_is_named_for_staff_or_citizens_exists() -> None:
    named = [*messages.STAFF_APPS, *messages.STAFF_SOURCES, *messages.CITIZEN_SOURCES]
    assert not [name for name in named if not (messages.SOURCE / name).exists()]


def test_the_desk_speaks_the_languages_that_the_check_demands_of_staff() -> None:
    assert ["de", *messages.STAFF_LANGUAGES] == settings.STAFF_LANGUAGES


def test_an_arabic_text_with_too_few_plural_forms_is_refused() -> None:
    catalogue = Catalog(locale="ar")
    message = catalogue.add(("%(n)s Tag", "%(n)s Tage"), ("يوم", "أيام"), flags=["python-format"])
    assert any("plural" in fault for fault in messages.faults_of_text(message, catalogue))


def test_a_text_of_staff_in_a_language_of_citizens_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "words.py").write_text('_("Guten Tag")')
    catalogue = messages.texts_of(tmp_path / "desk", "en")
    messages.write(catalogue, messages.po_file(tmp_path / "desk", "fr"), "fr")
    assert any("unused" in fault for fault in messages.faults_of([tmp_path / "desk"], "fr"))
