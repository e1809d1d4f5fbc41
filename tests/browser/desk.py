"""Bruno and Chloé at the desk, in a real browser; to be used inside their town."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Page

from rathaus.identity.models import Staff
from rathaus.identity.queries import totp_of
from rathaus.identity.rules import code_at
from rathaus.identity.sign_in_pages import BACKEND
from rathaus.project.demo.towns import PASSWORD, SECRETS
from tests.browser.house import Server

BRUNO, CHLOE = "bruno@musterstadt.example", "chloe@musterstadt.example"


def at_the_desk(page: Page, server: Server, member: Staff, *, host: str = "localhost") -> None:
    """This will give the page a session of its own, as the sign-in with both factors makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": server.url(host=host)}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def sign_in(page: Page, *, email: str = BRUNO, password: str = PASSWORD, secret: str = "") -> None:
    """This will sign in through the pages: password, then the code that the app shows.

    A code counts only once; what was used before is forgotten, so that one need not wait for the next.
    """
    factor = totp_of(Staff.objects.get(email=email))
    if factor is not None:
        factor.data.pop("last_counter", None)
        factor.save(update_fields=["data"])
    page.goto("/desk/")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main [type=submit]")
    page.fill("[name=code]", code_at(secret or SECRETS[email.split("@", maxsplit=1)[0]], timezone.now()))
    page.click("main [type=submit]")
    page.wait_for_url("**/desk/")
