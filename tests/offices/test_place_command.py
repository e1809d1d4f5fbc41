"""An operator says where the town lies, how to reach it, and who answers for its pages."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from rathaus.audit.models import Event
from rathaus.offices.models import LegalText, Place


def place(*words: str) -> str:
    out = StringIO()
    call_command("place", *words, "--town", "musterstadt", stdout=out)
    return out.getvalue()


@pytest.fixture
def imprint(tmp_path: Path) -> Path:
    file = tmp_path / "impressum.md"
    file.write_text("## Stadt Musterstadt\n\nMarktplatz 1<script>alert(1)</script>\n", encoding="utf-8")
    return file


def test_what_is_given_is_set_and_the_rest_stays(town: str) -> None:
    place("set", "--land", "BY", "--phone", "0221 4710 0")

    said = place("set", "--email", "post@musterstadt.example")

    assert said == "Land BY, telephone 0221 4710 0, e-mail post@musterstadt.example\n"
    assert Place.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["set"], "name at least one"),
        (["set", "--land", "XX"], "invalid choice"),
        (["set", "--email", "post"], "E-Mail"),
        (["set", "--phone", "1" * 41], "40"),
        (["text", "imprint", "/does/not/exist.md"], "cannot be read"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(town: str, words: list[str], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        place(*words)

    assert not Place.objects.exists()
    assert not Event.objects.exists()


def test_an_unknown_town_is_told(town: str) -> None:
    with pytest.raises(CommandError, match="no town named nix"):
        call_command("place", "set", "--land", "BY", "--town", "nix")


def test_the_imprint_is_shown_without_what_could_harm(amina: Client, imprint: Path) -> None:
    place("text", "imprint", str(imprint))

    page = amina.get("/impressum/").content.decode()

    assert "<h2>Stadt Musterstadt</h2>" in page
    assert "Marktplatz 1" in page
    assert "alert(1)" not in page


def test_each_language_has_its_own_text_and_a_new_one_replaces_it(town: str, imprint: Path) -> None:
    place("text", "imprint", str(imprint))
    place("text", "imprint", str(imprint), "--language", "en")
    imprint.write_text("Neu", encoding="utf-8")

    place("text", "imprint", str(imprint))

    assert dict(LegalText.objects.values_list("language", "html"))["de"] == "<p>Neu</p>"
    assert LegalText.objects.count() == 2


def test_an_empty_file_takes_a_notice_away(town: str, tmp_path: Path) -> None:
    file = tmp_path / "hinweis.md"
    file.write_text("Am Freitag geschlossen.", encoding="utf-8")
    place("text", "notice", str(file), "--title", "Betriebsausflug")
    file.write_text("", encoding="utf-8")

    place("text", "notice", str(file))

    assert not LegalText.objects.exists()


def test_the_trail_tells_what_was_set(town: str) -> None:
    place("set", "--land", "BY")

    event = Event.objects.get()
    assert (event.stream, event.action, event.actor) == ("offices/place", "offices.set_place", "system")
    assert b'"what":["land"]' in bytes(event.canonical)
