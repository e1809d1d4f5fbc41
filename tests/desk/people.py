"""Bruno and Chloé at work: staff with a second factor, signed in for real."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.test import Client

from rathaus.identity.actions import make_staff
from rathaus.identity.models import Staff
from rathaus.identity.rules import code_at

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PASSWORD = "richtig-lang-und-geheim"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def clerk(
    *office_ids: int, at: datetime, email: str = "bruno@example.org", secret: str = SECRET, is_demo: bool = False
) -> Staff:
    """This will make a clerk of the offices."""
    return make_staff(
        email=email, name="Bruno Berger", password=PASSWORD, office_ids=office_ids, totp_secret=secret,
        is_demo=is_demo, at=at,
    )  # fmt: skip


def browser(host: str = "localhost") -> Client:
    """This will open a browser."""
    return Client(HTTP_HOST=host)


def give_password(
    client: Client, *, email: str = "bruno@example.org", password: str = PASSWORD, next_url: str = ""
) -> "Answer":
    """This will take the first step."""
    return client.post("/desk/anmelden/", {"email": email, "password": password, "next": next_url})


def give_code(client: Client, *, at: datetime, secret: str = SECRET) -> "Answer":
    """This will take the second step, with the code that the app shows."""
    return client.post("/desk/anmelden/code/", {"code": code_at(secret, at)})


def at_work(*office_ids: int, at: datetime, email: str = "bruno@example.org") -> Client:
    """This will make a clerk of the offices and sign them in with both factors."""
    clerk(*office_ids, at=at, email=email)
    client = browser()
    give_password(client, email=email)
    answer = give_code(client, at=at)
    assert answer.headers["Location"] == "/desk/"
    return client
