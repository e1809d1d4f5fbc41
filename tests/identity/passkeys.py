"""A browser whose member has a passkey: what its script does, without the script."""

import html
import json
from typing import Any

from django.test import Client

from tests.authenticator import Device
from tests.desk.people import PASSWORD

NEW = "/desk/konto/passkey/"


def asked_to_add(client: Client, *, name: str = "Dienst-Laptop", password: str = PASSWORD) -> dict[str, Any]:
    """This will give name and password, and return what the page asks the browser for."""
    page = client.post(NEW, {"name": name, "password": password}).content.decode()
    return dict(json.loads(html.unescape(page.partition('data-question="')[2].partition('"')[0])))


def add(client: Client, device: Device, *, name: str = "Dienst-Laptop") -> Any:
    """This will add the passkey of the device to the account that is signed in."""
    return client.post(NEW, {"name": name, "answer": device.make(asked_to_add(client, name=name))})


def asked(client: Client, **form: str) -> dict[str, Any]:
    """This will return what a page asks the browser for, to sign in."""
    return dict(json.loads(client.post("/desk/anmelden/passkey/frage/", form).content))


def sign_in(client: Client, device: Device, *, next_url: str = "", **form: str) -> Any:
    """This will sign in with the passkey of the device."""
    return answer(client, device.use(asked(client, **form)), next_url=next_url)


def answer(client: Client, text: str, *, next_url: str = "") -> Any:
    """This will send an answer of a device."""
    return client.post("/desk/anmelden/passkey/", {"answer": text, "next": next_url})
