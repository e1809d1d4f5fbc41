"""States of planning."""

from rathaus.booking.models import CounterClosure, OpeningRule, Resource
from rathaus.catalogue.models import Offer, Service
from rathaus.offices.models import Closure, Office
from tests.browser.states.administration import administer
from tests.browser.states.stage import Stage, in_days, prepares


@prepares("planning:offices", "listed")
def offices_listed(stage: Stage) -> None:
    stage.counter()
    administer(stage)
    stage.open("/desk/verwaltung/aemter/")
    stage.sees("Bürgerbüro am Rathausplatz")


@prepares("planning:new", "blank")
def new_blank(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/aemter/neu/")


@prepares("planning:new", "errors")
def new_errors(stage: Stage) -> None:
    new_blank(stage)
    stage.press("main [type=submit]")
    stage.sees("Bitte füllen Sie „Name“ aus.")


def _details(stage: Stage) -> Office:
    office, _service, _resource = stage.counter()
    administer(stage)
    stage.open(f"/desk/verwaltung/aemter/{office.pk}/angaben/")
    return office


@prepares("planning:details", "written")
def details_written(stage: Stage) -> None:
    _details(stage)
    stage.sees("Regeln fürs Buchen")


@prepares("planning:details", "errors")
def details_errors(stage: Stage) -> None:
    _details(stage)
    stage.fill(postcode="12")
    stage.press("main [type=submit]")
    stage.sees("fünf Ziffern")


@prepares("planning:details", "changed")
def details_changed(stage: Stage) -> None:
    office = _details(stage)
    Office.objects.filter(pk=office.pk).update(phone="0221 4710 200")
    stage.fill(phone="0221 4710 300")
    stage.press("main [type=submit]")
    stage.sees("Jemand hat das hier inzwischen geändert.")


def _at(stage: Stage, office: Office, path: str = "") -> None:
    stage.open(f"/desk/verwaltung/aemter/{office.pk}/{path}")


def _office(stage: Stage, path: str = "") -> tuple[Office, Service, Resource]:
    found = stage.counter()
    _name(found[2])
    administer(stage)
    _at(stage, found[0], path.format(counter=found[2].pk))
    return found


def _name(counter: Resource) -> None:
    """Gives a counter the same name with scripts and without: those that are made are numbered."""
    Resource.objects.filter(pk=counter.pk).update(title="Schalter 1")


@prepares("planning:office", "bare")
def office_bare(stage: Stage) -> None:
    office = stage.make.office("Bauamt", takes_appointments=False)
    administer(stage)
    _at(stage, office)
    stage.sees("Noch kein Schalter.")


@prepares("planning:office", "planned")
def office_planned(stage: Stage) -> None:
    _office(stage)
    stage.sees("Schalter in dieser Reihenfolge")


@prepares("planning:office", "errors")
def office_errors(stage: Stage) -> None:
    _office(stage)
    stage.press("main form [type=submit]")
    stage.sees("Bitte füllen Sie „Name des Schalters“ aus.")


@prepares("planning:counter", "with_rules")
def counter_with_rules(stage: Stage) -> None:
    _office(stage, "schalter/{counter}/")
    stage.sees("Freie Plätze in den nächsten vier Wochen")


@prepares("planning:counter", "without_rules")
def counter_without_rules(stage: Stage) -> None:
    office = stage.make.office("Bauamt")
    counter = stage.make.resource(office, rules=())
    _name(counter)
    administer(stage)
    _at(stage, office, f"schalter/{counter.pk}/")
    stage.sees("Noch keine Regel")


@prepares("planning:counter", "removed")
def counter_removed(stage: Stage) -> None:
    counter_with_rules(stage)
    stage.press("button[value=regel-entfernen]")
    stage.sees("Rückgängig machen")


@prepares("planning:counter", "changed")
def counter_changed(stage: Stage) -> None:
    counter = _office(stage, "schalter/{counter}/")[2]
    Resource.objects.filter(pk=counter.pk).update(title="Schalter von nebenan")
    stage.press("button[value=speichern]")
    stage.sees("Jemand hat das hier inzwischen geändert.")


@prepares("planning:rule", "blank")
def rule_blank(stage: Stage) -> None:
    _office(stage, "schalter/{counter}/regel/")


@prepares("planning:rule", "errors")
def rule_errors(stage: Stage) -> None:
    rule_blank(stage)
    stage.fill(opens="12:00", closes="08:00", public_share="3")
    stage.press("button[value=speichern]")
    stage.sees("Das Ende muss nach dem Anfang liegen.")


@prepares("planning:rule", "preview")
def rule_preview(stage: Stage) -> None:
    rule_blank(stage)
    stage.fill(opens="07:00", closes="08:00")
    stage.press("button[value=vorschau]")
    stage.sees("Frei danach")


def _only_rule(stage: Stage) -> tuple[Office, OpeningRule]:
    """The rule of an office with a visit of Amina's in its hours."""
    visit = stage.visit(days=5)
    administer(stage)
    _name(visit.resource)
    rule = visit.resource.rules.get(weekday=in_days(5).weekday())
    _at(stage, visit.office, f"schalter/{visit.resource_id}/regel/?regel={rule.pk}")
    return visit.office, rule


@prepares("planning:rule", "beyond")
def rule_beyond(stage: Stage) -> None:
    _only_rule(stage)
    stage.fill(opens="15:00")
    stage.press("button[value=speichern]")
    stage.sees("Trotzdem speichern")


@prepares("planning:rule", "changed")
def rule_changed(stage: Stage) -> None:
    _office_found, rule = _only_rule(stage)
    OpeningRule.objects.filter(pk=rule.pk).update(capacity=2)
    stage.fill(capacity="3")
    stage.press("button[value=speichern]")
    stage.sees("Jemand hat das hier inzwischen geändert.")


@prepares("planning:offer", "blank")
def offer_blank(stage: Stage) -> None:
    stage.make.service("Reisepass beantragen")
    _office(stage, "leistung/")
    stage.sees("Dauer in Minuten")


@prepares("planning:offer", "nothing")
def offer_nothing(stage: Stage) -> None:
    office, _service, resource = stage.counter()
    for service in Service.objects.exclude(offers__office=office):
        stage.make.offer(service, office, resource)
    administer(stage)
    _at(stage, office, "leistung/")
    stage.sees("bietet schon alle Leistungen")


@prepares("planning:offer", "errors")
def offer_errors(stage: Stage) -> None:
    offer_blank(stage)
    stage.fill(minutes="10", extra_minutes="20")
    stage.press("main [type=submit]")
    stage.sees("nicht länger dauern als die erste")


def _offer(stage: Stage) -> Offer:
    office, service, _resource = stage.counter()
    offer = Offer.objects.get(office=office, service=service)
    administer(stage)
    _at(stage, office, f"leistung/?angebot={offer.pk}")
    return offer


@prepares("planning:offer", "written")
def offer_written(stage: Stage) -> None:
    _offer(stage)
    stage.sees("Dauer in Minuten")


@prepares("planning:offer", "changed")
def offer_changed(stage: Stage) -> None:
    offer = _offer(stage)
    Offer.objects.filter(pk=offer.pk).update(minutes=45)
    stage.press("main [type=submit]")
    stage.sees("Jemand hat das hier inzwischen geändert.")


@prepares("planning:closures", "none")
def closures_none(stage: Stage) -> None:
    _office(stage, "schliesstage/")
    stage.sees("Keine Schließung eingetragen.")


def _closed(stage: Stage) -> None:
    office, _service, counter = stage.counter()
    values = {"from_on": in_days(20), "until_on": in_days(22)}
    Closure.objects.create(office=office, reasons={"de": "Betriebsausflug"}, **values)
    CounterClosure.objects.create(resource=counter, reason="Fortbildung", **values)
    administer(stage)
    _at(stage, office, "schliesstage/")


@prepares("planning:closures", "listed")
def closures_listed(stage: Stage) -> None:
    _closed(stage)
    stage.sees("Betriebsausflug")


@prepares("planning:closures", "removed")
def closures_removed(stage: Stage) -> None:
    _closed(stage)
    stage.press("button[value=oeffnen]")
    stage.sees("Rückgängig machen")


@prepares("planning:closures", "errors")
def closures_errors(stage: Stage) -> None:
    closures_none(stage)
    stage.press("button[value=pruefen]")
    stage.sees("Bitte füllen Sie „Erster Tag“ aus.")


@prepares("planning:closures", "concerned")
def closures_concerned(stage: Stage) -> None:
    visit = stage.visit(days=5)
    administer(stage)
    _at(stage, visit.office, "schliesstage/")
    stage.fill(first_on=in_days(5).isoformat(), last_on=in_days(6).isoformat())
    stage.press("button[value=pruefen]")
    stage.sees("Diese Termine sind betroffen")


@prepares("planning:closures", "unconcerned")
def closures_unconcerned(stage: Stage) -> None:
    closures_none(stage)
    stage.fill(first_on=in_days(5).isoformat(), last_on=in_days(6).isoformat())
    stage.press("button[value=pruefen]")
    stage.sees("Kein gebuchter Termin ist betroffen.")


@prepares("planning:withheld", "none")
def withheld_none(stage: Stage) -> None:
    _office(stage, "zurueckgehalten/")
    stage.sees("Kein Platz wird zurückgehalten.")


@prepares("planning:withheld", "listed")
def withheld_listed(stage: Stage) -> None:
    withheld_none(stage)
    _keep(stage, "09:00", "09:30")
    stage.sees("bis zur Freigabe von Hand")


@prepares("planning:withheld", "errors")
def withheld_errors(stage: Stage) -> None:
    withheld_none(stage)
    stage.press("button[value=zurueckhalten]")
    stage.sees("Bitte füllen Sie „Tag“ aus.")


@prepares("planning:withheld", "refused")
def withheld_refused(stage: Stage) -> None:
    withheld_none(stage)
    _keep(stage, "06:00", "06:30")
    stage.sees("So viele Plätze sind dort nicht frei.")


def _keep(stage: Stage, opens: str, closes: str) -> None:
    stage.fill(day=in_days(7).isoformat(), opens=opens, closes=closes)
    stage.press("button[value=zurueckhalten]")
