"""Amina has several matters, and does not come alone: one visit, as long as it takes."""

from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment
from rathaus.catalogue.models import Service
from tests.browser.conftest import NewPage
from tests.browser.steps import Picture, choose_office, main, number_on, other_times, say_who, see


def test_two_services_for_two_persons_are_one_visit_of_their_length(amina: Page, town: str, picture: Picture) -> None:
    amina.goto("/leistungen/personalausweis/")
    main(amina).get_by_label("Für wie viele Personen?").select_option("2 Personen")
    main(amina).get_by_text("Noch etwas im selben Termin erledigen").click()
    main(amina).get_by_label("Reisepass beantragen", exact=True).check()
    main(amina).get_by_role("button", name="Termin buchen").click()
    see(amina, "Wo möchten Sie hingehen?")
    other_times(amina, "Bürgerbüro Mitte").click()
    see(amina, "Wann möchten Sie kommen?")
    expect(main(amina)).to_contain_text("etwa 40 Minuten")
    amina.locator("#zeiten").get_by_role("button").first.click()
    see(amina, "Wer kommt?")
    say_who(amina)
    picture(amina, "several-services-phone")
    amina.get_by_role("button", name="Termin verbindlich buchen").click()
    see(amina, "Ihr Termin ist gebucht")

    booked = Appointment.objects.get(reference=number_on(amina))
    assert booked.ticks * 5 == 15 + 10 + 15
    lines = {line.service.slug: (line.persons, line.minutes) for line in booked.lines.select_related("service")}
    assert lines == {"personalausweis": (2, 25), "reisepass": (1, 15)}


def test_what_was_chosen_can_be_changed_on_the_way(amina: Page) -> None:
    choose_office(amina)
    main(amina).get_by_role("link", name="Ändern").click()
    see(amina, "Was möchten Sie bei diesem Termin erledigen?")

    amina.get_by_role("button", name="Eine Person mehr").click()
    amina.get_by_role("listitem").filter(has_text="Meldebescheinigung").get_by_role("button", name="Dazunehmen").click()
    expect(amina.get_by_role("heading", name="Meldebescheinigung bekommen")).to_be_visible()
    expect(amina.locator("output").first).to_have_text("2 Personen")
    amina.get_by_role("listitem").filter(
        has=amina.get_by_role("heading", name="Meldebescheinigung bekommen")
    ).get_by_role("button", name="Entfernen").click()
    expect(amina.get_by_role("heading", name="Meldebescheinigung bekommen")).to_have_count(0)
    amina.get_by_role("button", name="Weiter zum Ort").click()

    see(amina, "Wo möchten Sie hingehen?")
    expect(main(amina)).to_contain_text("(für 2 Personen)")


def test_services_that_do_not_go_together_are_not_offered_together(amina: Page) -> None:
    choose_office(amina)
    main(amina).get_by_role("link", name="Ändern").click()

    expect(main(amina)).to_contain_text("Reisepass beantragen")
    expect(main(amina)).not_to_contain_text("Kirchenaustritt")


def test_services_that_do_not_go_together_are_refused_clearly_and_stay_chosen(
    amina: Page, town: str, picture: Picture
) -> None:
    amina.goto(f"/termin/ort/?l={_id('personalausweis')}&l={_id('kirchenaustritt')}")

    see(amina, "Was möchten Sie bei diesem Termin erledigen?")
    expect(main(amina)).to_contain_text("Diese Leistungen lassen sich nicht in einem Termin verbinden.")
    picture(amina, "not-combinable-phone")
    amina.get_by_role("button", name="Entfernen").last.click()
    amina.get_by_role("button", name="Weiter zum Ort").click()
    see(amina, "Wo möchten Sie hingehen?")


def test_too_many_persons_are_refused_at_the_number(new_page: NewPage, town: str) -> None:
    page = new_page(scripts=False)
    for persons in ("7", "10000", "99999999"):
        page.goto(f"/termin/ort/?l={_id('personalausweis')}x{persons}")

        number = main(page).get_by_label("Für wie viele Personen?")
        expect(number).to_have_attribute("aria-invalid", "true")
        expect(main(page)).to_contain_text("Möglich sind höchstens 6.")
    number.select_option("3 Personen")
    page.get_by_role("button", name="Weiter zum Ort").click()
    see(page, "Wo möchten Sie hingehen?")


def _id(slug: str) -> int:
    return Service.objects.get(slug=slug).pk
