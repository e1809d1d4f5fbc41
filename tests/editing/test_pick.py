"""A town without a catalogue starts from the services that come with Rathaus."""

from django.test import Client

from rathaus.catalogue.models import Service
from rathaus.catalogue.samples import samples
from rathaus.catalogue.search import search

PATH = "/desk/verwaltung/leistungen/fertige/"


def test_picked_services_are_the_towns_own(browser: Client, amina: Client) -> None:
    browser.post(PATH, {"leistung": ["reisepass", "personalausweis", "gibt-es-nicht"]})

    assert set(Service.objects.values_list("slug", flat=True)) == {"reisepass", "personalausweis"}
    service = Service.objects.get(slug="reisepass")
    assert [one.slug for one in service.combinable_with.all()] == ["personalausweis"]
    assert service.topics.get().texts.get(language="de").title == "Ausweis und Pass"
    assert {t.language for t in service.texts.all()} >= {"de", "en"}
    assert amina.get("/leistungen/reisepass/").status_code == 200
    assert search("Reisepass", "de")[0].title == samples()["reisepass"]["de"]["title"]


def test_what_is_there_is_marked_and_stays(browser: Client) -> None:
    browser.post(PATH, {"leistung": "reisepass"})
    Service.objects.update(minutes=55)

    page = browser.get(f"{PATH}?q=Reisepass").content.decode()
    browser.post(PATH, {"leistung": ["reisepass", "hundesteuer"]})

    assert "schon da" in page
    assert 'value="reisepass"' not in page
    assert Service.objects.get(slug="reisepass").minutes == 55
    assert Service.objects.count() == 2


def test_nothing_chosen_is_said(browser: Client) -> None:
    assert "mindestens eine Leistung" in browser.post(PATH, follow=True).content.decode()
