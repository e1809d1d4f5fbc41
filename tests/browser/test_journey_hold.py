"""While Amina says who comes, her time is held: she sees how long, gets more, and loses nothing when it ends."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from rathaus.booking.models import Appointment, State
from tests.booking.journey import Counter
from tests.browser.conftest import NewPage
from tests.browser.steps import Picture, main, say_who, see, slot, times_of
from tests.browser.watch import forgive
from tests.makers import Maker

EMAIL = "amina.hold@example.org"


def hold_at(page: Page, counter: Counter) -> Appointment:
    """This will take the next free time of the counter."""
    times_of(page, counter)
    page.get_by_role("button", name="Diesen Termin nehmen").click()
    see(page, "Wer kommt?")
    return Appointment.objects.filter(office=counter.office, state=State.HELD).latest("created_at")


def let_expire(held: Appointment) -> None:
    """This will have a hold run out, as if ten minutes were over."""
    Appointment.objects.filter(pk=held.pk).update(held_until=timezone.now() - timedelta(seconds=1))


def test_the_minutes_stand_there_in_words_and_two_minutes_before_the_end_she_is_warned(
    amina: Page, counter: Counter, picture: Picture
) -> None:
    amina.clock.install()
    held = hold_at(amina, counter)
    box = amina.locator("[data-rh-countdown]")
    expect(box).to_contain_text("Noch 10 Minuten für Sie frei gehalten")
    status = box.get_by_role("status")
    expect(status).to_be_empty()
    picture(amina, "contact-countdown-phone", whole=False)
    say_who(amina, email=EMAIL)

    amina.clock.fast_forward("07:10")
    expect(box).to_contain_text("Noch 3 Minuten für Sie frei gehalten")
    expect(status).to_be_empty()
    amina.clock.fast_forward("01:00")
    expect(status).to_have_text("Noch 2 Minuten für Sie frei gehalten")
    picture(amina, "contact-warned-phone")
    amina.clock.fast_forward("01:00")
    expect(status).to_have_text("Noch 1 Minute für Sie frei gehalten")
    amina.clock.fast_forward("01:00")

    expect(status).to_have_text("Die Zeit ist abgelaufen. Was Sie eingegeben haben, bleibt stehen.")
    expect(amina.get_by_role("button", name="10 Minuten mehr Zeit")).to_be_hidden()
    let_expire(held)
    amina.get_by_role("button", name="Neue Zeit wählen").click()
    see(amina, "Bitte wählen Sie eine neue Zeit")
    main(amina).get_by_role("button", name="Uhr").first.click()
    expect(amina.get_by_label("E-Mail")).to_have_value(EMAIL)


def test_a_page_that_loads_late_shows_the_minutes_that_are_left(amina: Page, counter: Counter) -> None:
    held = hold_at(amina, counter)
    Appointment.objects.filter(pk=held.pk).update(held_until=timezone.now() + timedelta(seconds=100))

    amina.reload()

    expect(amina.locator("[data-rh-countdown]")).to_contain_text("Noch 2 Minuten für Sie frei gehalten")
    expect(amina.locator(".rh-countdown--near")).to_have_count(1)


def test_each_tap_adds_ten_minutes_at_most_ten_times_without_losing_what_was_typed(
    amina: Page, counter: Counter
) -> None:
    held = hold_at(amina, counter)
    say_who(amina, email=EMAIL)
    more = amina.get_by_role("button", name="10 Minuten mehr Zeit")
    until = held.held_until
    assert until

    for tap in range(1, 11):
        more.click()
        expect(amina.locator("[data-rh-countdown]")).to_contain_text(f"Noch {10 * (tap + 1)} Minuten")

    expect(more).to_have_count(0)
    held.refresh_from_db()
    assert held.held_until == until + timedelta(minutes=100)
    expect(amina.get_by_label("E-Mail")).to_have_value(EMAIL)
    amina.get_by_role("button", name="Termin verbindlich buchen").click()
    see(amina, "Ihr Termin ist gebucht")


def test_when_it_ran_out_a_new_time_is_one_tap_away_and_what_was_typed_stays(
    amina: Page, counter: Counter, picture: Picture
) -> None:
    held = hold_at(amina, counter)
    say_who(amina, email=EMAIL)
    amina.get_by_label("Was sollen wir noch wissen?").fill("Ich komme mit Rollstuhl.")
    let_expire(held)

    amina.get_by_role("button", name="Termin verbindlich buchen").click()

    see(amina, "Bitte wählen Sie eine neue Zeit")
    expect(main(amina)).to_contain_text("Ihre Angaben bleiben erhalten.")
    picture(amina, "hold-expired-phone")
    assert Appointment.objects.get(pk=held.pk).name == ""
    main(amina).get_by_role("button", name="Uhr").first.click()
    see(amina, "Wer kommt?")
    expect(amina.get_by_label("Vor- und Nachname")).to_have_value("Amina Yılmaz")
    expect(amina.get_by_label("E-Mail")).to_have_value(EMAIL)
    expect(amina.get_by_label("Was sollen wir noch wissen?")).to_have_value("Ich komme mit Rollstuhl.")
    amina.get_by_role("button", name="Termin verbindlich buchen").click()
    see(amina, "Ihr Termin ist gebucht")


def test_more_time_after_the_end_leads_back_to_the_times(amina: Page, counter: Counter) -> None:
    held = hold_at(amina, counter)
    say_who(amina, email=EMAIL)
    let_expire(held)
    forgive(amina, "/kontakt/: 409")

    amina.get_by_role("button", name="10 Minuten mehr Zeit").click()

    see(amina, "Bitte wählen Sie eine neue Zeit")
    main(amina).get_by_role("button", name="Uhr").first.click()
    expect(amina.get_by_label("E-Mail")).to_have_value(EMAIL)


def test_another_day_can_be_chosen_with_what_was_typed(amina: Page, counter: Counter) -> None:
    held = hold_at(amina, counter)
    say_who(amina, email=EMAIL)
    let_expire(held)
    amina.get_by_role("button", name="Termin verbindlich buchen").click()
    see(amina, "Bitte wählen Sie eine neue Zeit")

    amina.locator("button[name=tag]").nth(2).click()
    see(amina, "Bitte wählen Sie eine neue Zeit")
    main(amina).get_by_role("button", name="Uhr").first.click()

    see(amina, "Wer kommt?")
    expect(amina.get_by_label("E-Mail")).to_have_value(EMAIL)


def test_a_time_that_somebody_else_took_leads_back_to_the_times(
    amina: Page, new_page: NewPage, counter: Counter, picture: Picture
) -> None:
    dario = new_page()
    times_of(amina, counter)
    times_of(dario, counter)
    clock = amina.locator(".rh-slot").first.get_attribute("value") or ""
    slot(dario, clock.lstrip("0")).click()
    see(dario, "Wer kommt?")

    slot(amina, clock.lstrip("0")).click()

    see(amina, "Wann möchten Sie kommen?")
    expect(main(amina)).to_contain_text("Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere Zeit.")
    expect(slot(amina, clock.lstrip("0"))).to_have_count(0)
    picture(amina, "time-taken-phone")


def test_a_time_lost_while_choosing_again_keeps_what_was_typed(
    amina: Page, new_page: NewPage, counter: Counter
) -> None:
    held = hold_at(amina, counter)
    say_who(amina, email=EMAIL)
    let_expire(held)
    amina.get_by_role("button", name="Termin verbindlich buchen").click()
    see(amina, "Bitte wählen Sie eine neue Zeit")
    hold_at(new_page(), counter)

    main(amina).get_by_role("button", name="Uhr").first.click()

    see(amina, "Bitte wählen Sie eine neue Zeit")
    expect(main(amina)).to_contain_text("Diese Zeit ist gerade vergeben worden.")
    main(amina).get_by_role("button", name="Uhr").first.click()
    see(amina, "Wer kommt?")
    expect(amina.get_by_label("E-Mail")).to_have_value(EMAIL)


def test_who_changes_their_mind_gives_the_time_back_at_once(amina: Page, new_page: NewPage, counter: Counter) -> None:
    held = hold_at(amina, counter)
    clock = f"{held.first_tick * 5 // 60}:{held.first_tick * 5 % 60:02}"
    dario = new_page()
    times_of(dario, counter, tag=str(held.day))
    expect(slot(dario, clock)).to_have_count(0)

    amina.get_by_role("button", name="Abbrechen und Zeit freigeben").click()
    see(amina, "Was möchten Sie bei diesem Termin erledigen?")

    dario.reload()
    expect(slot(dario, clock)).to_be_visible()


def test_a_second_tap_books_once(amina: Page, counter: Counter, make: Maker) -> None:
    hold_at(amina, counter)
    say_who(amina)

    amina.get_by_role("button", name="Termin verbindlich buchen").dblclick()

    see(amina, "Ihr Termin ist gebucht")
    assert Appointment.objects.filter(office=counter.office, state=State.CONFIRMED).count() == 1
