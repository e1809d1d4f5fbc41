"""States of the booking journey up to the time: what for, where, when."""

from django_tenants.utils import schema_context

from rathaus.booking.models import DaySheet, Resource
from rathaus.catalogue.models import Service
from rathaus.offices.models import Office
from tests.browser.states.stage import DEMO, EMPTY, Stage, in_days, prepares


def demo_services(*slugs: str) -> str:
    """This will return services of the demo town as the query of an address."""
    with schema_context(DEMO):
        numbers = [Service.objects.values_list("pk", flat=True).get(slug=slug) for slug in slugs]
    return "&".join(f"l={number}" for number in numbers)


def no_times(stage: Stage, **values: object) -> tuple[Office, Service, Resource]:
    """This will make an office that takes appointments, but has no free time."""
    office, service, resource = stage.counter()
    Service.objects.filter(pk=service.pk).update(**values)
    DaySheet.objects.filter(resource=resource).delete()
    return office, service, resource


def not_together(stage: Stage) -> tuple[Office, str]:
    """This will make an office and two services that do not go together."""
    office, one, resource = stage.counter()
    other = stage.make.service("Eheschließung anmelden")
    stage.make.offer(other, office, resource)
    return office, f"l={one.pk}&l={other.pk}"


@prepares("booking:matters", "nothing-chosen")
def matters_nothing_chosen(stage: Stage) -> None:
    stage.open("/termin/", town=DEMO)
    stage.sees("Leistungen mit Termin")


@prepares("booking:matters", "one")
def matters_one(stage: Stage) -> None:
    stage.open(f"/termin/?{demo_services('personalausweis')}", town=DEMO)
    stage.sees("Das geht im selben Termin")


@prepares("booking:matters", "several")
def matters_several(stage: Stage) -> None:
    stage.open(f"/termin/?{demo_services('personalausweis', 'reisepass', 'meldebescheinigung')}", town=DEMO)
    stage.sees("Reisepass beantragen")


@prepares("booking:matters", "none-found")
def matters_none_found(stage: Stage) -> None:
    stage.open(f"/termin/?{demo_services('personalausweis')}&q=xyzzyq", town=DEMO)
    stage.sees("haben wir hier nichts gefunden")


@prepares("booking:matters", "wrong-persons")
def matters_wrong_persons(stage: Stage) -> None:
    stage.open(f"/termin/?{demo_services('personalausweis')}x99", town=DEMO)
    stage.sees("So viele Personen passen nicht in einen Termin.")


@prepares("booking:matters", "empty")
def matters_empty(stage: Stage) -> None:
    stage.open("/termin/", town=EMPTY)
    stage.sees("Zurzeit lässt sich hier nichts buchen.")


@prepares("booking:office", "several")
def office_several(stage: Stage) -> None:
    stage.open(f"/termin/ort/?{demo_services('personalausweis', 'reisepass')}", town=DEMO)
    stage.sees("Der früheste Termin")


@prepares("booking:office", "one")
def office_one(stage: Stage) -> None:
    _office, service, _resource = stage.counter()
    stage.open(f"/termin/ort/?l={service.pk}x3")
    stage.sees("Frühester freier Termin")


@prepares("booking:office", "nothing-free")
def office_nothing_free(stage: Stage) -> None:
    _office, service, _resource = no_times(stage)
    stage.open(f"/termin/ort/?l={service.pk}")
    stage.sees("Im Moment ist nirgends etwas frei")


@prepares("booking:office", "by-phone")
def office_by_phone(stage: Stage) -> None:
    make = stage.make
    service = make.service("Vaterschaft anerkennen")
    make.offer(service, make.office("Jugendamt"))
    stage.open(f"/termin/ort/?l={service.pk}")
    stage.sees("Dafür vergeben wir im Internet keine Termine")


@prepares("booking:office", "online")
def office_online(stage: Stage) -> None:
    _office, service, _resource = no_times(stage, online_url="https://online.example/ausweis")
    stage.open(f"/termin/ort/?l={service.pk}")
    stage.sees("Vielleicht geht es ohne Termin")


@prepares("booking:office", "refused")
def office_refused(stage: Stage) -> None:
    _office, query = not_together(stage)
    stage.open(f"/termin/ort/?{query}")
    stage.sees("lassen sich nicht in einem Termin verbinden")


@prepares("booking:time", "free")
def time_free(stage: Stage) -> None:
    stage.open(f"/termin/zeit/buergerbuero-mitte/?{demo_services('personalausweis')}", town=DEMO)
    stage.sees("Der nächste freie Termin")


@prepares("booking:time", "many-times")
def time_many_times(stage: Stage) -> None:
    office, service, _resource = stage.counter(raster=5)
    stage.open(f"/termin/zeit/{office.slug}/?l={service.pk}&tag={in_days(3)}")
    stage.press("[data-rh-times-all] summary")
    stage.sees("Alle Zeiten an diesem Tag")


@prepares("booking:time", "day-full")
def time_day_full(stage: Stage) -> None:
    office, service, resource = stage.counter()
    DaySheet.objects.filter(resource=resource, day=in_days(3)).delete()
    stage.open(f"/termin/zeit/{office.slug}/?l={service.pk}&tag={in_days(3)}")
    stage.sees("Am gewünschten Tag ist nichts frei.")


@prepares("booking:time", "empty-month")
def time_empty_month(stage: Stage) -> None:
    office, service, resource = stage.counter()
    DaySheet.objects.filter(resource=resource, day__gt=in_days(4)).delete()
    stage.open(f"/termin/zeit/{office.slug}/?l={service.pk}&monat={in_days(59):%Y-%m}")
    stage.sees("In diesem Monat ist nichts frei")


@prepares("booking:time", "taken")
def time_taken(stage: Stage) -> None:
    query = f"{demo_services('reisepass')}&hinweis=vergeben"
    stage.open(f"/termin/zeit/buergerbuero-nord/?{query}", town=DEMO)
    stage.sees("Diese Zeit ist gerade vergeben worden.")


@prepares("booking:time", "nothing-free")
def time_nothing_free(stage: Stage) -> None:
    office, service, _resource = no_times(stage)
    stage.open(f"/termin/zeit/{office.slug}/?l={service.pk}")
    stage.sees("Hier ist im Moment nichts frei")


@prepares("booking:time", "not-here")
def time_not_here(stage: Stage) -> None:
    office, _service, _resource = stage.counter()
    other = stage.make.service("Fischereischein verlängern")
    stage.open(f"/termin/zeit/{office.slug}/?l={other.pk}")
    stage.sees("Das geht in diesem Amt nicht")


@prepares("booking:time", "refused")
def time_refused(stage: Stage) -> None:
    office, query = not_together(stage)
    stage.open(f"/termin/zeit/{office.slug}/?{query}")
    stage.sees("lassen sich nicht in einem Termin verbinden")
