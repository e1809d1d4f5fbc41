"""What planning shows; every list starts from the offices that the actor plans."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from rathaus.booking.models import Policy
from rathaus.core.stamps import stamp_of
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.offices.models import Office
from rathaus.offices.queries import text_of


@dataclass(frozen=True)
class Planned:
    """An office of the list: its title, and how many counters and bookable services it has."""

    office: Office
    title: str
    counters: int
    offers: int


def planned_by(actor: Actor) -> QuerySet[Office]:
    """This will return the offices that an actor plans: all of the town, or their own."""
    own = actor.offices_with(Right.PLAN)
    return Office.objects.all() if own is None else Office.objects.filter(pk__in=own)


def offices(actor: Actor, language: str) -> list[Planned]:
    """This will return the list of offices that an actor plans (2 queries)."""
    counters = Count("resources", filter=Q(resources__is_active=True), distinct=True)
    offers = Count("offers", filter=Q(offers__is_bookable=True), distinct=True)
    found = planned_by(actor).annotate(n_counters=counters, n_offers=offers).prefetch_related("texts")
    listed = [Planned(o, text_of(o, language).title, o.n_counters, o.n_offers) for o in found]
    return sorted(listed, key=lambda one: one.title.casefold())


def office_for(actor: Actor, office_id: int) -> Office:
    """This will return an office with its texts.

    :raises Http404: for an office that the actor does not plan, as for one that never was.
    """
    office = planned_by(actor).prefetch_related("texts").filter(pk=office_id).first()
    if office is None:
        raise Http404
    return office


def policy_of(office: Office) -> Policy:
    """This will return an office's rules for booking, unsaved defaults where it has none."""
    return Policy.objects.filter(office=office).first() or Policy(office=office)


def stamp_of_office(office_id: int) -> str:
    """This will return the stamp of what the page of an office's details shows (3 queries)."""
    office = Office.objects.get(pk=office_id)
    return stamp_of([office, *office.texts.all(), *Policy.objects.filter(office=office)])
