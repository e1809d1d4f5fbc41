"""What is held about a person, and who did or saw what of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.audit.actions import person
from rathaus.audit.models import Event
from rathaus.booking.happenings import EVENTS
from rathaus.core.actors import names_of
from rathaus.core.persons import Asked, Fate, Held, Holding, holdings

MOST_EVENTS = 500


@dataclass(frozen=True)
class Happening:
    """One event of the trail: when, what, by whom; `pseudonym` where it was a member of staff."""

    at: datetime
    what: str
    who: str
    pseudonym: str = ""

    @property
    def moment(self) -> str:
        """When, in the town's time."""
        return date_format(timezone.localtime(self.at), "SHORT_DATETIME_FORMAT")


@dataclass(frozen=True)
class Found:
    """One thing held, where, and its trail, if that was asked for."""

    holding: Holding
    held: Held
    trail: tuple[Happening, ...] = ()

    @property
    def may_go(self) -> bool:
        """Whether erasure takes it, now or after what is to come was called off."""
        return self.held.fate in {Fate.GOES, Fate.ENDS_FIRST}

    @property
    def can_be_restricted(self) -> bool:
        """Whether its processing can be restricted: somebody works with it, and something of the person is in it."""
        return self.holding.restrict is not None and self.held.fate != Fate.GONE

    @property
    def is_restricted(self) -> bool:
        """Whether it is only kept."""
        return self.held.restricted_at is not None

    @property
    def is_to_come(self) -> bool:
        """Whether something must be called off first."""
        return self.held.fate == Fate.ENDS_FIRST


def restricted(*, at: datetime) -> list[Held]:
    """This will return everything that is restricted now (Art. 18 GDPR), by its number and without persons."""
    return [held for holding in holdings() if holding.restricted for held in holding.restricted(at=at)]


def found(asked: Asked, *, at: datetime) -> list[Found]:
    """This will return everything that is held about whoever is asked for."""
    return [Found(holding, held) for holding in holdings() for held in holding.find(asked, at=at)]


def with_trails(things: Iterable[Found]) -> list[Found]:
    """This will return the things with what the trail tells of each (1 query for each)."""
    return [replace(thing, trail=trail_of(thing.held.key)) for thing in things]


def trail_of(key: str) -> tuple[Happening, ...]:
    """This will return what the trail tells of one thing: what was done to it, and each look at it (2 queries)."""
    told = list(events_of(key).order_by("at", "id")[:MOST_EVENTS])
    programs = names_of({event.actor for event in told})
    return tuple(_happening(event, programs) for event in told)


def events_of(key: str) -> QuerySet[Event]:
    """This will return the events of one thing, found by an index each: its stream, and the looks at its person."""
    return Event.objects.filter(Q(stream=key) | Q(kind=Event.Kind.READ, persons__contains=[person(key)]))


def _happening(event: Event, programs: Mapping[str, str]) -> Happening:
    what = _look(event.purpose) if event.kind == Event.Kind.READ else str(EVENTS.get(event.action, event.action))
    if event.actor.startswith("staff/"):
        return Happening(event.at, what, _("Beschäftigte der Stadt"), event.actor)
    return Happening(event.at, what, _who(event.actor, programs))


def _who(actor: str, programs: Mapping[str, str]) -> str:
    if actor in programs:
        return _("Programm „%(title)s“") % {"title": programs[actor]}
    if actor.startswith("api/"):
        return _("ein Programm, das es nicht mehr gibt (%(actor)s)") % {"actor": actor}
    return _("System") if actor == "system" else _("Bürgerin oder Bürger")


def _look(purpose: str) -> str:
    return _("Für den Datenschutz angesehen") if purpose.startswith("protection.") else _("Am Arbeitsplatz angesehen")


def as_json(things: list[Found], asked: Asked, *, town: str, at: datetime) -> str:
    """This will return everything in a form that other programs can read (Art. 20 GDPR)."""
    document = {
        "format": "rathaus-person/1",
        "town": town,
        "at": at.isoformat(timespec="seconds"),
        "asked": {"kind": asked.kind.value, "value": asked.value},
        "held": [_thing(thing) for thing in things],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _thing(thing: Found) -> dict[str, object]:
    return {
        "where": thing.holding.name,
        "title": thing.held.title,
        "data": {fact.name: fact.value for fact in thing.held.facts},
        "erasure": {
            "fate": thing.held.fate.value,
            "until": thing.held.until.isoformat() if thing.held.until else None,
            "rule": str(thing.held.why),
        },
        "restricted_since": thing.held.restricted_at.isoformat() if thing.held.restricted_at else None,
        "trail": [{"at": h.at.isoformat(timespec="seconds"), "what": h.what, "who": h.who} for h in thing.trail],
    }
