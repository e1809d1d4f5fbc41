"""Chloé signs in to the desk: password, then the code of her app."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from rathaus.identity.rules import code_at
from rathaus.project.demo.towns import SECRETS
from tests.browser.conftest import NewPage
from tests.browser.desk import CHLOE, sign_in
from tests.browser.keys import tab_to
from tests.browser.steps import Picture, main


def test_she_signs_in_with_both_factors_and_out_again(new_page: NewPage, town: str, picture: Picture) -> None:
    page = new_page(width=1280)
    page.goto("/desk/")
    picture(page, "desk-sign-in")

    sign_in(page, email=CHLOE)

    expect(page.get_by_text("Chloé Richter")).to_be_visible()
    expect(page.get_by_label("Amt", exact=True).get_by_role("option")).to_have_count(6)
    page.get_by_role("button", name="Abmelden").click()
    page.goto("/desk/")
    expect(page.get_by_label("Passwort")).to_be_visible()


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(new_page: NewPage) -> None:
    page = new_page(width=1280)
    answers = set()
    for email in (CHLOE, "niemand@musterstadt.example"):
        page.goto("/desk/")
        page.get_by_label("E-Mail").fill(email)
        page.get_by_label("Passwort").fill("falsch-geraten")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("passen nicht zusammen")
        answers.add(page.get_by_role("alert").inner_text())

    assert len(answers) == 1


def test_the_password_alone_opens_nothing(new_page: NewPage, town: str) -> None:
    page = new_page(width=1280)
    sign_in_half(page)

    page.goto("/desk/buchen/")

    expect(page.get_by_label("Passwort")).to_be_visible()


def test_a_wrong_code_is_said_kindly(new_page: NewPage, town: str) -> None:
    page = new_page(width=1280)
    sign_in_half(page)
    right = code_at(SECRETS["chloe"], timezone.now())

    page.get_by_label("Code").fill("000000" if right != "000000" else "111111")
    page.keyboard.press("Enter")

    expect(main(page)).to_contain_text("Dieser Code passt nicht (mehr).")


def test_she_signs_in_by_keyboard_alone(new_page: NewPage, town: str) -> None:
    page = new_page(width=1280)
    page.goto("/desk/")

    tab_to(page, page.get_by_label("Passwort"))
    tab_to(page, page.get_by_role("button", name="Weiter"))


def sign_in_half(page: Page) -> None:
    """This will give e-mail and password only."""
    page.goto("/desk/")
    page.get_by_label("E-Mail").fill(CHLOE)
    page.get_by_label("Passwort").fill("gemeinsam-ins-rathaus-2026")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_visible()
