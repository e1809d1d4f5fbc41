"""Step 1 of the journey: the services chosen so far, and those that go along with them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from rathaus.booking.plan import TownPlan
from rathaus.booking.presentation import ServiceView, language, services_of, view_of_service
from rathaus.booking.rules.visit import Wish
from rathaus.booking.wishes import MOST_SERVICES
from rathaus.catalogue.models import Service
from rathaus.catalogue.search import search
from rathaus.core.errors import Refused

WISH = re.compile(r"([0-9]{1,15})(?:x([0-9]{1,9}))?\Z", re.ASCII)
MOST_SHOWN = 12
MOST_FOUND = 100
MOST_CHOICES = 30  # persons in the list of numbers; beyond, the office is called


@dataclass(frozen=True)
class Line:
    """A chosen service: how many persons may be chosen, and what is wrong with the number."""

    service: ServiceView
    numbers: tuple[int, ...]
    error: str = ""

    @property
    def most(self) -> int:
        """The most persons."""
        return self.numbers[-1]


@dataclass(frozen=True)
class Basket:
    """What was chosen, as far as it can be read."""

    lines: tuple[Line, ...]

    @property
    def wishes(self) -> list[Wish]:
        """What was chosen, with numbers that are possible."""
        return [Wish(line.service.id, line.service.persons) for line in self.lines]

    @property
    def has_errors(self) -> bool:
        """Whether a number must be changed."""
        return any(line.error for line in self.lines)


def basket_of(query: QueryDict, plan: TownPlan) -> Basket:
    """This will return the services of an address, as far as they exist; `weg=ID` takes one out (2 queries)."""
    wanted: dict[int, int] = {}
    for text in query.getlist("l")[:MOST_SERVICES]:
        found = WISH.match(text)
        if found:
            wanted.setdefault(int(found[1]), int(found[2] or 1))
    out = WISH.match(query.get("weg", ""))
    if out:
        wanted.pop(int(out[1]), None)
    services = services_of(wanted) if wanted else {}
    return Basket(tuple(_line(services[i], persons, plan) for i, persons in wanted.items() if i in services))


def _line(service: Service, persons: int, plan: TownPlan) -> Line:
    most = min(max((o.max_persons for (s, _o), o in plan.offers.items() if s == service.pk), default=1), MOST_CHOICES)
    error = ""
    if not 1 <= persons <= most:
        error = _("So viele Personen passen nicht in einen Termin. Möglich sind höchstens %(most)s.") % {"most": most}
        if persons < 1:
            error = _("Bitte wählen Sie mindestens eine Person.")
    view = view_of_service(service, persons=min(max(persons, 1), most))
    return Line(view, tuple(range(1, most + 1)), error)


def more_services(wishes: Sequence[Wish], plan: TownPlan, asked: str) -> list[ServiceView]:
    """This will return services that go along with all that is chosen, the best or frequent ones first (2 queries)."""
    ids = bookable_with(wishes, plan)
    if asked.strip():
        best = [hit.service_id for hit in search(asked, language(), limit=MOST_FOUND) if hit.service_id in ids]
        found = services_of(best[:MOST_SHOWN])
        return [view_of_service(found[i]) for i in best if i in found]
    rows = Service.objects.filter(pk__in=ids, is_public=True).prefetch_related("texts")
    return [view_of_service(s) for s in rows.order_by("-is_frequent", "order", "slug")[:MOST_SHOWN]]


def bookable_with(wishes: Sequence[Wish], plan: TownPlan) -> set[int]:
    """This will return the ids of services that some office takes in one visit together with the wishes."""
    chosen = {w.service_id for w in wishes}
    offered = {service for (service, _office), offer in plan.offers.items() if offer.resources} - chosen
    if not chosen:
        return offered
    offices = [office for office in plan.offices if all((c, office) in plan.offers for c in chosen)]
    return {s for s in offered if _goes_along(s, chosen, plan) and _is_taken(plan, offices, [*wishes, Wish(s, 1)])}


def _goes_along(service: int, chosen: Iterable[int], plan: TownPlan) -> bool:
    return all((min(service, c), max(service, c)) in plan.combinable for c in chosen)


def _is_taken(plan: TownPlan, offices: Sequence[int], wishes: list[Wish]) -> bool:
    for office in offices:
        try:
            plan.visit(office, wishes)
        except Refused:
            continue
        return True
    return False
