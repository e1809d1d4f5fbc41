"""Chloé adds a passkey, signs in with it and no password, and takes it away; the device is Chromium's own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, expect

from rathaus.identity.models import Passkey, Staff
from tests.browser.conftest import NewPage
from tests.browser.desk import CHLOE, sign_in
from tests.browser.steps import main

PASSWORD = "gemeinsam-ins-rathaus-2026"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Device:
    """What a person does with the device in their hand."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def recognises(self, *, somebody: bool) -> None:
        """Whether finger or PIN are right."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": somebody})

    def holds(self) -> list[dict[str, Any]]:
        """The passkeys it has."""
        return list(self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])


@pytest.fixture
def _nothing_left(town: str) -> Iterator[None]:
    yield
    Passkey.objects.all().delete()


@pytest.mark.usefixtures("_nothing_left")
def test_she_adds_a_passkey_signs_in_without_a_password_and_removes_it(new_page: NewPage, town: str) -> None:
    page = new_page(width=1280)
    device = Device(page)
    sign_in(page, email=CHLOE)
    add(page)
    expect(main(page)).to_contain_text("Der Passkey ist hinzugefügt.")
    expect(main(page)).to_contain_text(f"Dienst-Laptop, hinzugefügt am {timezone.localdate():%d.%m.%Y}")
    assert [one["isResidentCredential"] for one in device.holds()] == [True]

    page.get_by_role("button", name="Abmelden").first.click()
    device.recognises(somebody=False)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("status")).to_contain_text("Abgebrochen. Sie können es noch einmal versuchen.")
    device.recognises(somebody=True)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_text("Chloé Richter")).to_be_visible()

    page.goto("/desk/konto/")
    page.get_by_role("link", name="„Dienst-Laptop“ umbenennen oder entfernen").click()
    page.get_by_label("Ihr Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Passkey entfernen").click()
    expect(main(page)).to_contain_text("Der Passkey ist entfernt.")
    assert not Staff.objects.get(email=CHLOE).passkeys.exists()


def test_a_browser_that_cannot_says_what_works_instead(new_page: NewPage, town: str) -> None:
    plain, old = new_page(scripts=False), new_page(language="en")
    old.add_init_script("delete window.PublicKeyCredential")
    plain.goto("/desk/anmelden/")
    old.goto("/en/desk/anmelden/")

    expect(main(plain)).to_contain_text("Mit Passwort und Code kommen Sie auch ohne herein.")
    expect(plain.get_by_role("button", name="Mit Passkey anmelden")).to_be_hidden()
    expect(old.get_by_role("status")).to_contain_text("You can sign in with password and code.")
    expect(old.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def add(page: Page) -> None:
    """This will add a passkey on the page of the account."""
    page.goto("/desk/konto/")
    page.get_by_role("link", name="Passkey hinzufügen").click()
    page.get_by_label("Name des Passkeys").fill("Dienst-Laptop")
    page.get_by_label("Ihr Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Passkey anlegen").click()
