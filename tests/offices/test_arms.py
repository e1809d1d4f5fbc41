"""Name and arms of a town: what people see, and what is refused."""

import io

import pytest
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from rathaus.identity.queries import SYSTEM
from rathaus.offices.actions import NoArms, NoTitle, arms_before, remove_arms, rename, set_arms
from rathaus.offices.arms import BOX, drawn
from rathaus.offices.models import Arms
from tests.conftest import NOW
from tests.offices.pictures import bomb, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_kind_becomes_a_small_png(kind: str) -> None:
    found = drawn(picture(kind, (900, 300)))

    kept = Image.open(io.BytesIO(found.png))
    assert (kept.format, kept.size) == ("PNG", BOX)
    assert kept.getbbox() == (0, 104, 240, 184)


def test_nothing_hidden_in_the_file_stays() -> None:
    hidden = PngInfo()
    hidden.add_text("Ort", "bei Amina zu Hause")
    written = io.BytesIO()
    Image.new("RGB", (300, 360)).save(written, "PNG", pnginfo=hidden)

    assert b"Amina" not in drawn(written.getvalue() + b"<script>Amina</script>").png


def test_arms_one_sees_through_are_known() -> None:
    assert drawn(picture(colour=(0, 0, 0, 0))).is_clear
    assert not drawn(picture()).is_clear


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SVG, "kein Bild"),
        (b"", "kein Bild"),
        (picture("GIF"), "kein Bild"),
        (picture()[:200], "kein Bild"),
        (bomb(), "zu groß"),
        (picture() + bytes(3_000_000), "zu groß"),
        (picture(size=(300, 8)), "zu klein"),
    ],
    ids=["svg", "nothing", "gif", "cut", "bomb", "big", "small"],
)
def test_what_cannot_be_arms_is_refused_with_the_reason(town: str, content: bytes, reason: str) -> None:
    with pytest.raises(NoArms, match=reason):
        set_arms(content=content, by=SYSTEM, at=NOW)

    assert not Arms.objects.exists()


def test_every_page_shows_the_arms_of_the_town(amina: Client, town: str) -> None:
    assert amina.get("/wappen").headers["Content-Type"] == "image/svg+xml"

    set_arms(content=picture(), by=SYSTEM, at=NOW)

    answer = amina.get("/wappen")
    assert '<img src="/wappen" alt=""' in amina.get("/").content.decode()
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert amina.get("/wappen", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_clear_arms_keep_a_white_ground_on_dark_pages(amina: Client, town: str) -> None:
    assert "#ffffff" not in amina.get("/stadt.css").content.decode()

    set_arms(content=picture(colour=(0, 0, 0, 0)), by=SYSTEM, at=NOW)

    assert "background: #ffffff" in amina.get("/stadt.css").content.decode()


def test_arms_taken_away_come_back(amina: Client, town: str) -> None:
    set_arms(content=picture(), by=SYSTEM, at=NOW)
    shown = amina.get("/wappen").content

    remove_arms(by=SYSTEM, at=NOW)
    assert amina.get("/wappen").headers["Content-Type"] == "image/svg+xml"
    arms_before(by=SYSTEM, at=NOW)

    assert amina.get("/wappen").content == shown


@pytest.mark.parametrize("title", ["", "  ", "x" * 121, "Neu\u202estadt"])
def test_a_town_has_a_name_that_can_be_read(town: str, title: str) -> None:
    with pytest.raises(NoTitle):
        rename(title=title, by=SYSTEM, at=NOW)


def test_pages_show_the_new_name(amina: Client, town: str, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        rename(title="  Stadt   Neustadt ", by=SYSTEM, at=NOW)

    assert "Stadt Neustadt" in amina.get("/").content.decode()
