"""Amina has an old phone and no mail: the gateway's SMSC receives her SMS, and its short link cancels the visit."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment, State
from rathaus.notifications.models import Delivery
from rathaus.project import command_lines
from tests import kannel
from tests.browser.conftest import NewPage
from tests.browser.house import Server
from tests.browser.steps import main, number_on, other_times, say_who, see
from tests.conftest import copy, database_in_use, demo_template, drop, use
from tests.peers import eventually

SHORT_LINK = re.compile(r"http://[^/\s]+(/t/[^\s>]+)")


@dataclass
class HouseWithTexts(Server):
    """A house whose worker hands SMS to a gateway."""

    gateway_url: str = ""

    @property
    def environ(self) -> dict[str, str]:
        """The same, and the gateway."""
        return {**super().environ, "RATHAUS_SMS_URL": self.gateway_url}


@pytest.fixture
def gateway() -> Iterator[kannel.Kannel]:
    """A real Kannel."""
    kannel.install()
    folder = Path(tempfile.mkdtemp(prefix="rathaus-kannel-"))
    with kannel.Kannel(folder) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(gateway: kannel.Kannel, worker: str, database: str, django_db_blocker: Any) -> Iterator[HouseWithTexts]:
    """Web server and worker of a town of its own; queries of the test go there."""
    name, before = f"phones_{worker}", database_in_use()
    folder = Path(tempfile.mkdtemp(prefix="rathaus-phones-"))
    with django_db_blocker.unblock():
        copy(demo_template(), name)
        use(name)
        found = HouseWithTexts(name, folder, gateway_url=gateway.url)
        try:
            found.open()
            found.start("worker", command_lines.job_worker())
            with schema_context("musterstadt"):
                yield found
        finally:
            found.close()
            use(before)
            drop(name)
            shutil.rmtree(folder, ignore_errors=True)


def book_by_phone_alone(page: Page, house: HouseWithTexts) -> str:
    """This will book the next free time with a number and no address, and return the number of the appointment."""
    page.goto(house.url("/leistungen/personalausweis/"))
    main(page).get_by_role("button", name="Termin buchen").click()
    other_times(page, "Bürgerbüro Nord").click()
    page.get_by_role("button", name="Diesen Termin nehmen").click()
    see(page, "Wer kommt?")
    say_who(page)
    expect(main(page)).to_contain_text("Ohne E-Mail-Adresse kommt auch die Bestätigung als SMS")
    page.get_by_label("Handynummer").fill("0151 23456789")
    page.get_by_role("button", name="Termin verbindlich buchen").click()
    see(page, "Ihr Termin ist gebucht")
    return number_on(page)


def test_the_fake_smsc_receives_the_text_and_its_short_link_cancels(
    amina: Page, new_page: NewPage, house: HouseWithTexts, gateway: kannel.Kannel
) -> None:
    number = book_by_phone_alone(amina, house).replace(" ", "")

    text = gateway.received()
    link = SHORT_LINK.search(text)
    assert link
    assert number in text
    assert "+4915123456789" in text
    assert eventually(lambda: Delivery.objects.filter(kind="sms-confirmed", is_delivered=True).exists())

    phone = new_page(width=360, scripts=False)
    phone.goto(house.url(link[1]))
    see(phone, "Ihr Termin ist gebucht")
    phone.get_by_role("link", name="Termin absagen").click()
    phone.get_by_role("button", name="Ja, Termin absagen").click()
    see(phone, "Dieser Termin ist abgesagt")

    visit = Appointment.objects.get(reference=number)
    assert (visit.state, visit.email) == (State.CANCELLED, "")
