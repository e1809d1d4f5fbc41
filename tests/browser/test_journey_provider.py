"""Chloé signs in with the account of her town, in a real browser at a real provider, and out of both again."""

from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from rathaus.identity.actions import set_provider
from rathaus.identity.models import Provider
from rathaus.identity.queries import SYSTEM
from rathaus.identity.rules import code_at
from rathaus.project.demo.towns import SECRETS
from tests.browser.conftest import NewPage
from tests.browser.desk import CHLOE
from tests.browser.house import Server
from tests.oidc import SECRET, OpenIdProvider


def test_she_comes_in_with_the_account_of_the_town(
    new_page: NewPage, town: str, server: Server, tmp_path: Path
) -> None:
    with OpenIdProvider(tmp_path, f"localhost:{server.port}") as provider:
        provider.who(sub="chloe", email=CHLOE, email_verified=True)
        set_provider(
            is_on=True, name="Stadtkonto", issuer=provider.issuer, client_id="rathaus", secret=SECRET,
            trusts_second_step=False, strong_acr="", by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
        page = new_page(width=1280)
        page.goto("/desk/suche/")
        page.get_by_role("link", name="Mit „Stadtkonto“ anmelden").click()
        page.get_by_label("Code").fill(code_at(SECRETS["chloe"], timezone.now()))
        page.keyboard.press("Enter")

        page.wait_for_url("**/desk/suche/")
        expect(page.get_by_text("Chloé Richter")).to_be_visible()
        page.get_by_role("button", name="Abmelden").click()
        page.get_by_role("link", name="Auch dort abmelden").click()
        page.get_by_role("button", name="Sign out here").click()
        page.wait_for_url("**/desk/anmelden/")
        Provider.objects.all().delete()
