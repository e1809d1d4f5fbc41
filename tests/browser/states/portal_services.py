"""States of the lists of services, of the search and of a service."""

from django.db import transaction
from django.utils import timezone

from rathaus.catalogue.models import Channel, Service, ServiceText
from tests.browser.states.stage import DEMO, EMPTY, EVERY_DAY, Stage, prepares


@prepares("portal:services", "all")
def services_all(stage: Stage) -> None:
    stage.open("/leistungen/", town=DEMO)
    stage.sees("Von A bis Z")


@prepares("portal:services", "topic")
def services_topic(stage: Stage) -> None:
    stage.open("/leistungen/?thema=ausweis-und-pass", town=DEMO)
    stage.sees("Andere Themen")


@prepares("portal:services", "found")
def services_found(stage: Stage) -> None:
    stage.open("/leistungen/?q=reisepass", town=DEMO)
    stage.sees("Treffer für „reisepass“")


@prepares("portal:services", "typo")
def services_typo(stage: Stage) -> None:
    stage.open("/leistungen/?q=personalausweiss+beantrgen", town=DEMO)
    stage.sees("Personalausweis beantragen")


@prepares("portal:services", "many")
def services_many(stage: Stage) -> None:
    if ServiceText.objects.filter(title__startswith="Bescheinigung").count() <= 30:
        with transaction.atomic():
            for number in range(31):
                stage.make.service(f"Bescheinigung Nummer {number + 1}")
    stage.open("/leistungen/?q=bescheinigung")
    stage.sees("Mehr als 30 Treffer")


@prepares("portal:services", "nothing")
def services_nothing(stage: Stage) -> None:
    stage.open("/leistungen/?q=raumschifflandeplatzgenehmigungsverfahren", town=DEMO)
    stage.sees("haben wir nichts gefunden")


@prepares("portal:services", "empty")
def services_empty(stage: Stage) -> None:
    stage.open("/leistungen/", town=EMPTY)
    stage.sees("Hier stehen noch keine Leistungen.")


def _type_into_search(stage: Stage, text: str) -> None:
    stage.open("/", town=DEMO)
    stage.page.locator("main input[type=search]").press_sequentially(text)
    if stage.scripts:
        stage.page.wait_for_selector("[data-rh-suggest-items]")


@prepares("portal:suggest", "some")
def suggest_some(stage: Stage) -> None:
    _type_into_search(stage, "ausweis")


@prepares("portal:suggest", "nothing")
def suggest_nothing(stage: Stage) -> None:
    _type_into_search(stage, "xyzzyq")


@prepares("portal:service", "bookable")
def service_bookable(stage: Stage) -> None:
    stage.open("/leistungen/eheschliessung/", town=DEMO)
    stage.sees("Termin vereinbaren")


@prepares("portal:service", "several")
def service_several(stage: Stage) -> None:
    stage.open("/leistungen/personalausweis/", town=DEMO)
    stage.sees("Noch etwas im selben Termin erledigen")
    stage.press("main form details summary")


@prepares("portal:service", "places")
def service_places(stage: Stage) -> None:
    make = stage.make
    service = make.service("Meldebescheinigung", minutes=10)
    for number in range(5):
        office = make.office(f"Bezirksrathaus {number + 1} mit Bürgerberatung")
        make.offer(service, office, make.resource(office, rules=EVERY_DAY))
    stage.open(f"/leistungen/{service.slug}/")
    stage.sees("An 5 Orten")


@prepares("portal:service", "unknown")
def service_unknown(stage: Stage) -> None:
    service = Service.objects.create(slug=f"unbekannt-{timezone.now():%H%M%S%f}")
    ServiceText.objects.create(service=service, language="de", title="Grundbuchauszug anfordern")
    stage.open(f"/leistungen/{service.slug}/")
    stage.sees("Das wissen wir nicht.")


@prepares("portal:service", "online")
def service_online(stage: Stage) -> None:
    service = stage.make.service("Hundesteuer anmelden", channels=["online"], online_url="https://online.example/hund")
    stage.open(f"/leistungen/{service.slug}/")
    stage.sees("Online erledigen")


@prepares("portal:service", "by-phone")
def service_by_phone(stage: Stage) -> None:
    service = stage.make.service("Energieberatung", channels=[Channel.PHONE, Channel.VIDEO])
    stage.open(f"/leistungen/{service.slug}/")
    stage.sees("Das erledigen wir mit Ihnen am Telefon.")


@prepares("portal:service", "unreviewed")
def service_unreviewed(stage: Stage) -> None:
    service = stage.make.service("Hund anmelden")
    service.texts.create(language="tr", title="Köpek kaydı", summary="Köpeğinizi kaydettirin.")
    stage.language = "tr"
    stage.open(f"/leistungen/{service.slug}/")
    stage.sees("Çeviriyi henüz kimse kontrol etmedi.")


@prepares("portal:service", "foreign")
def service_foreign(stage: Stage) -> None:
    stage.language = "en"
    stage.open(f"/leistungen/{stage.make.service('Bewohnerparkausweis beantragen').slug}/")
