"""The tool for texts asks of every app the languages that it speaks, and shows no language that is only half there."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from tools import messages


def test_a_language_is_offered_only_where_the_check_demands_all_its_texts() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["de", *messages.OFFERED]
    assert not set(messages.OFFERED) & set(messages.PREPARED)


@pytest.mark.parametrize("name", ["desk", "planning"])
def test_apps_of_staff_speak_german_and_english(name: str) -> None:
    assert messages.languages_of(messages.SOURCE / name) == ("en",)


def test_apps_of_citizens_are_to_speak_eight_languages() -> None:
    assert set(messages.languages_of(messages.SOURCE / "booking")) == {"en", "tr", "uk", "ar", "ru", "fr", "pl"}


def test_an_arabic_text_with_too_few_plural_forms_is_refused() -> None:
    catalogue = Catalog(locale="ar")
    message = catalogue.add(("%(n)s Tag", "%(n)s Tage"), ("يوم", "أيام"), flags=["python-format"])
    assert any("plural" in fault for fault in messages.faults_of_text(message, catalogue))


def test_a_staff_app_with_a_language_of_citizens_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    path = messages.po_file(tmp_path / "desk", "fr")
    path.parent.mkdir(parents=True)
    path.touch()
    assert list(messages.foreign(tmp_path / "desk", "fr"))
