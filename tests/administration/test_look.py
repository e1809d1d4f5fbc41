"""Ada gives the town its name and arms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.identity.models import Staff
from rathaus.offices.models import Arms
from rathaus.towns.queries import title
from tests.administration.conftest import browser_of, words
from tests.offices.pictures import picture

PAGE = "/desk/verwaltung/stadt/"


def upload(content: bytes, name: str = "wappen.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def test_ada_uploads_arms_and_takes_them_away_again(ada: Staff) -> None:
    browser = browser_of(ada)

    done = browser.post(PAGE, {"schritt": "wappen", "arms": upload(picture())}, follow=True)
    assert "das neue Wappen" in words(done)
    assert "Wappen entfernen" in words(done)

    browser.post(PAGE, {"schritt": "wappen-weg"})
    assert not Arms.objects.get().png
    browser.post(PAGE, {"schritt": "wappen-davor"})
    assert Arms.objects.get().png


@pytest.mark.parametrize("content", [b"<svg/>", b""])
def test_what_is_no_picture_is_told_at_its_field(ada: Staff, content: bytes) -> None:
    answer = browser_of(ada).post(PAGE, {"schritt": "wappen", "arms": upload(content)})

    assert 'href="#id_arms"' in words(answer)
    assert not Arms.objects.exists()


def test_ada_renames_the_town(ada: Staff) -> None:
    browser_of(ada).post(PAGE, {"schritt": "name", "title": "Stadt Neustadt"})

    assert title() == "Stadt Neustadt"
