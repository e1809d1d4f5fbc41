"""States of the pages for passkeys."""

import os
from contextlib import suppress

from django.utils import timezone
from playwright.sync_api import Error

from rathaus.identity.models import Passkey, Staff
from tests.browser.states.stage import PASSWORD, Stage, prepares
from tests.browser.watch import forgive


def give_passkey(member: Staff, name: str = "Dienst-Laptop") -> Passkey:
    """This will give a member a passkey that no device has."""
    return Passkey.objects.create(
        staff=member, name=name, credential_id=os.urandom(32), public_key=b"x", added_on=timezone.localdate()
    )


@prepares("passkey_sign_in", "refused")
def sign_in_refused(stage: Stage) -> None:
    forgive(stage.page, "403")
    stage.open("/desk/anmelden/")
    with stage.page.expect_navigation(), suppress(Error):  # the page may be gone before it answers
        stage.page.evaluate("document.querySelector('[data-rh-passkey] form').submit()")
    stage.sees("Das hat mit diesem Passkey nicht geklappt.")


def _new(stage: Stage) -> None:
    stage.sign_in(stage.counter()[0])
    stage.open("/desk/konto/passkey/")


@prepares("account_passkey_new", "empty")
def new_empty(stage: Stage) -> None:
    _new(stage)
    stage.sees("Er gilt nur für diese Adresse")


@prepares("account_passkey_new", "wrong")
def new_wrong(stage: Stage) -> None:
    _new(stage)
    stage.fill(name="Dienst-Laptop", password="falsch")
    stage.press("main [type=submit]")
    stage.sees("Das Passwort stimmt nicht.")


@prepares("account_passkey_new", "asked")
def new_asked(stage: Stage) -> None:
    _new(stage)
    stage.fill(name="Dienst-Laptop", password=PASSWORD)
    stage.press("main [type=submit]")
    stage.sees("Gleich fragt Ihr Browser")


@prepares("account_passkey", "page")
def one_page(stage: Stage) -> None:
    passkey = give_passkey(stage.sign_in(stage.counter()[0]))
    stage.open(f"/desk/konto/passkey/{passkey.pk}/")
    stage.sees("Wann Sie ihn benutzen, wird hier nicht gespeichert.")
