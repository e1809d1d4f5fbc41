"""A hurried person is done in five pages, in both languages."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from rathaus.booking.models import Appointment, State
from tests.booking.journey import Counter, appointment_at, text

ROOT = Path(__file__).resolve().parents[2]


def fields(form: str) -> dict[str, str]:
    found = re.findall(r'<(?:input|button)[^>]* name="(\w+)"[^>]*? value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


@pytest.mark.parametrize("language", ["", "/en"])
def test_start_service_office_contact_done(amina: Client, counter: Counter, language: str) -> None:
    pages = [
        amina.get(f"{language}/"),
        amina.get(f"{language}/leistungen/{counter.service.slug}/"),
        amina.get(f"{language}/termin/ort/?l={counter.service.pk}"),
    ]
    forms = re.findall(r"<form.*?</form>", text(pages[-1]))
    take = next(form for form in forms if 'name="time"' in form)
    pages.append(amina.post(f"{language}/termin/halten/", fields(take), follow=True))
    address = pages[-1].request["PATH_INFO"]
    pages.append(amina.post(address, {"name": "Amina Yılmaz", "confirm": "1"}, follow=True))

    assert len(pages) == 5
    assert all(page.status_code == 200 for page in pages)
    assert appointment_at(address).state == State.CONFIRMED
    assert Appointment.objects.get().language == (language.strip("/") or "de")


def test_no_page_says_invalid() -> None:
    sources = [*(ROOT / "src/rathaus/booking").rglob("*.html"), *(ROOT / "src/rathaus/booking").rglob("*.py")]

    assert not [path for path in sources if "ungültig" in path.read_text(encoding="utf-8").lower()]
