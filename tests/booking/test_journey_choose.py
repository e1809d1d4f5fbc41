"""A citizen chooses what for and where."""

from datetime import timedelta

import pytest
from django.test import Client

from rathaus.booking.models import DaySheet, PlanVersion
from rathaus.catalogue.models import Offer
from tests.booking.journey import Counter, Journey, text
from tests.makers import Maker


def test_each_office_shows_its_earliest_time_in_alphabetical_order(
    amina: Client, make: Maker, counter: Counter
) -> None:
    other = make.office("Ämtchen Süd")
    window = make.resource(other, rules=((2, "10:00", "12:00"),))
    make.offer(counter.service, other, window, max_persons=9)
    make.sheets(window)

    page = text(amina.get(f"/termin/ort/?l={counter.service.pk}"))

    assert "Mittwoch, 25. November 2026, 10:00 Uhr" in page
    assert "Montag, 23. November 2026, 10:00 Uhr" in page
    listed = page[page.index('class="rh-offices"') :]
    assert listed.index("Ämtchen Süd") < listed.index("Bürgerbüro")


def test_the_earliest_time_of_an_office_is_taken_with_one_tap(journey: Journey) -> None:
    page = text(journey.browser.get(f"/termin/ort/?l={journey.counter.service.pk}"))

    assert 'action="/termin/halten/"' in page
    assert 'name="day" value="2026-11-23"' in page
    assert 'name="time" value="10:00"' in page


def test_where_nothing_is_free_the_phone_is_told(amina: Client, counter: Counter) -> None:
    DaySheet.objects.all().delete()

    page = text(amina.get(f"/termin/ort/?l={counter.service.pk}"))

    assert "Hier ist im Moment nichts frei." in page
    assert "0221 4710 100" in page


def test_a_service_without_appointments_names_the_offices_to_call(amina: Client, counter: Counter) -> None:
    Offer.objects.update(is_bookable=False)

    page = text(amina.get(f"/termin/ort/?l={counter.service.pk}"))

    assert "Dafür vergeben wir im Internet keine Termine" in page
    assert "0221 4710 100" in page


def test_services_of_different_offices_are_said_not_to_go_together(
    amina: Client, make: Maker, counter: Counter
) -> None:
    _office, other, _resource = make.counter()

    answer = amina.get(f"/termin/ort/?l={counter.service.pk}&l={other.pk}")

    assert answer.status_code == 422
    assert "Diese Leistungen lassen sich nicht in einem Termin verbinden." in text(answer)


@pytest.mark.parametrize(
    "address",
    ["/termin/ort/", "/termin/ort/?l=", "/termin/ort/?l=999999", "/termin/ort/?l=x", f"/termin/ort/?l={'9' * 20}"],
)
def test_without_a_readable_service_one_is_asked_for(amina: Client, counter: Counter, address: str) -> None:
    answer = amina.get(address)

    assert answer.status_code == 422
    assert "Was möchten Sie erledigen?" in text(answer)


@pytest.mark.parametrize("persons", ["10", "10000", "999999999"])
def test_too_many_persons_are_answered_at_the_number(amina: Client, counter: Counter, persons: str) -> None:
    answer = amina.get(f"/termin/ort/?l={counter.service.pk}x{persons}")

    page = text(answer)
    assert answer.status_code == 422
    assert "Möglich sind höchstens 9." in page
    assert f'aria-describedby="fehler-{counter.service.pk}"' in page


def test_another_service_is_added_and_the_persons_stay(amina: Client, make: Maker, counter: Counter) -> None:
    passport = make.service("Reisepass")
    make.offer(passport, counter.office, counter.resource, max_persons=3)
    counter.service.combinable_with.add(passport)

    offered = text(amina.get(f"/termin/?l={counter.service.pk}x2"))
    chosen = text(amina.get(f"/termin/?l={counter.service.pk}x2&l={passport.pk}"))

    assert f'name="l" value="{passport.pk}"' in offered
    assert f'<option value="{counter.service.pk}x2" selected>' in chosen
    assert f'<option value="{passport.pk}x1" selected>' in chosen


def test_a_service_is_taken_out_again(amina: Client, counter: Counter) -> None:
    page = text(amina.get(f"/termin/?l={counter.service.pk}x2&weg={counter.service.pk}"))

    assert "<option" not in page
    assert f'name="l" value="{counter.service.pk}"' in page


@pytest.mark.parametrize("query", ["weg=" + "9" * 5000, "l=" + "9" * 20, "l=1&" * 50, "q=%00", "q=" + "x" * 5000])
def test_addresses_that_nobody_wrote_do_no_harm(amina: Client, counter: Counter, query: str) -> None:
    assert amina.get(f"/termin/?{query}").status_code in {200, 422}
    assert amina.get(f"/termin/zeit/{counter.office.slug}/?{query}").status_code in {200, 422}


def test_what_cannot_be_combined_is_not_offered(amina: Client, make: Maker, counter: Counter) -> None:
    other = make.service("Trauung")
    make.offer(other, counter.office, counter.resource)

    assert "Trauung" not in text(amina.get(f"/termin/?l={counter.service.pk}"))
    answer = amina.get(f"/termin/ort/?l={counter.service.pk}&l={other.pk}")
    assert answer.status_code == 422
    assert "Bitte buchen Sie zwei Termine." in text(answer)


def test_the_month_shows_how_much_is_free_and_the_next_free_time_on_top(amina: Client, counter: Counter) -> None:
    address = f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}&tag=2026-11-30"
    page = text(amina.get(address))

    assert "Montag, 23. November 2026, 10:00 Uhr" in page
    assert f"?l={counter.service.pk}&amp;tag=2026-11-30" in page
    assert "46 <span" in page
    assert 'name="time" value="08:00"' in page
    assert "Vormittag" in page


def test_a_day_without_free_times_gives_way_to_the_next(amina: Client, counter: Counter) -> None:
    page = text(amina.get(f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}&tag=2026-11-24"))

    assert "Am gewünschten Tag ist nichts frei." in page
    assert 'name="day" value="2026-11-30"' in page


@pytest.mark.parametrize("query", ["tag=2026-02-31", "tag=morgen", "monat=2026-13", "monat=2199-01", "tag=2019-01-01"])
def test_days_that_are_none_do_no_harm(amina: Client, counter: Counter, query: str) -> None:
    answer = amina.get(f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}&{query}")

    assert answer.status_code == 200
    assert 'name="time"' in text(answer)


def test_a_full_office_leads_on(amina: Client, counter: Counter) -> None:
    DaySheet.objects.all().delete()

    page = text(amina.get(f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}"))

    assert "Hier ist im Moment nichts frei" in page
    assert f"/termin/ort/?l={counter.service.pk}" in page
    assert "0221 4710 100" in page


def test_an_office_that_closed_leads_to_others(amina: Client, counter: Counter) -> None:
    counter.office.takes_appointments = False
    counter.office.save()

    answer = amina.get(f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}")

    assert answer.status_code == 422
    assert f"/termin/ort/?l={counter.service.pk}" in text(answer)


def test_a_missing_office_is_a_friendly_404(amina: Client, counter: Counter) -> None:
    assert amina.get(f"/termin/zeit/nirgends/?l={counter.service.pk}").status_code == 404


def test_german_words_are_marked_on_english_pages(amina: Client, counter: Counter) -> None:
    page = text(amina.get(f"/en/termin/ort/?l={counter.service.pk}"))

    assert "Where would you like to go?" in page
    assert '<span lang="de">Personalausweis</span>' in page


def test_the_plan_is_read_again_after_a_change(amina: Client, counter: Counter) -> None:
    before = PlanVersion.objects.get().version
    Offer.objects.update(max_persons=2)

    assert PlanVersion.objects.get().version > before
    assert amina.get(f"/termin/ort/?l={counter.service.pk}x3").status_code == 422


def test_a_horizon_hides_later_days(amina: Client, counter: Counter) -> None:
    counter.office.booking_policy.horizon_days = 3
    counter.office.booking_policy.save()
    DaySheet.objects.filter(day__lte=timedelta(days=3) + DaySheet.objects.earliest("day").day).delete()

    assert "Hier ist im Moment nichts frei" in text(
        amina.get(f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}")
    )


def test_of_very_many_times_the_quarters_come_first_and_all_on_demand(amina: Client, counter: Counter) -> None:
    page = text(amina.get(f"/termin/zeit/{counter.office.slug}/?l={counter.service.pk}&tag=2026-11-30"))

    first, _mark, all_times = page.partition("data-rh-times-all")
    assert 'value="08:15"' in first
    assert 'value="08:05"' not in first
    assert 'value="08:05"' in all_times
