"""Booking for a caller or at the counter: what was typed, the free times for it, the visit that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.booking import actions, plan
from rathaus.booking.actions import Contact
from rathaus.booking.actions.refusals import JustTaken
from rathaus.booking.models import Appointment, Share
from rathaus.booking.queries import FreeTimes, free_times
from rathaus.booking.rules import ticks
from rathaus.booking.rules.visit import Wish
from rathaus.catalogue.models import Service
from rathaus.core.errors import Refused
from rathaus.desk import words
from rathaus.desk.rules import Offered, meant
from rathaus.desk.workplace import Workplace

MOST_NAMED = 5
TRIES = 3  # for the next free time, when somebody is faster
Moment = tuple[date, int]


@dataclass(frozen=True)
class Times:
    """Free times of a visit: the days that have some, and the times of one of them."""

    title: str
    minutes: int
    days: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]
    chosen_day: str


def offered_at(office_id: int) -> list[Offered]:
    """This will return what can be booked at an office, by title (4 queries)."""
    offers = {s: o for (s, at), o in plan.current().offers.items() if at == office_id and o.resources}
    language = get_language() or "de"
    rows = Service.objects.filter(pk__in=offers).prefetch_related("texts", "aliases")
    found = [
        Offered(
            service.pk,
            _title(service, language),
            offers[service.pk].minutes,
            offers[service.pk].max_persons,
            _other_words(service),
            service.is_frequent,
        )
        for service in rows
    ]
    return sorted(found, key=lambda o: o.title.casefold())


def _title(service: Service, language: str) -> str:
    texts = {t.language: t.title for t in service.texts.all()}
    return texts.get(language) or texts.get("de") or next(iter(texts.values()), service.slug)


def _other_words(service: Service) -> tuple[str, ...]:
    """Aliases and the titles of every language: callers say them as they know them."""
    return (*(alias.text for alias in service.aliases.all()), *(text.title for text in service.texts.all()))


def service_in(typed: str, offered: Sequence[Offered], *, field: str) -> Offered:
    """This will return the one service that is meant.

    :raises Refused: when it is none, or several fit equally well; names them.
    """
    found = meant(typed, offered)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(_("Diese Leistung gibt es hier nicht. Bitte wählen Sie eine aus der Liste."), field=field)
    titles = ", ".join(o.title for o in found[:MOST_NAMED])
    raise Refused(
        _("Das passt auf mehrere Leistungen: %(titles)s. Bitte tippen Sie weiter.") % {"titles": titles}, field=field
    )


def wishes_in(typed: Mapping[str, str], offered: Sequence[Offered]) -> list[Wish]:
    """This will return what was typed as wishes; further services are for as many persons.

    :raises Refused: with the field that must be changed.
    """
    number = typed.get("personen", "").strip() or "1"
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= 999):
        raise Refused(_("Bitte geben Sie an, wie viele Personen kommen, zum Beispiel 2."), field="personen")
    wishes: list[Wish] = []
    for field in ("leistung", "weitere", "dritte"):
        text = typed.get(field, "")[:300]
        if text.strip() or field == "leistung":
            found = service_in(text, offered, field=field)
            wishes.append(Wish(found.service_id, int(number)))
    return wishes


def times_for(who: Workplace, wishes: list[Wish], offered: Sequence[Offered], *, day: str, at: datetime) -> Times:
    """This will return the free times of the wishes, for the wished day or the first that has some.

    :raises Refused: when the office cannot take the wishes in one visit.
    """
    found = _free(who, wishes, at=at)
    titles = {o.service_id: o.title for o in offered}
    chosen = day if day in {d.isoformat() for d in found.starts} else ""
    first = found.first()
    if not chosen and first:
        chosen = first[0].isoformat()
    return Times(
        title=", ".join(titles[w.service_id] for w in wishes),
        minutes=found.visit.ticks * ticks.MINUTES,
        days=tuple((d.isoformat(), _day_label(d, mask)) for d, mask in sorted(found.starts.items())),
        times=_times_of(found, chosen),
        chosen_day=chosen,
    )


def _day_label(day: date, mask: int) -> str:
    return _("%(day)s (%(free)s frei)") % {"day": words.short_day(day), "free": mask.bit_count()}


def _times_of(found: FreeTimes, chosen: str) -> tuple[tuple[str, str], ...]:
    if not chosen:
        return ()
    mask = found.starts[date.fromisoformat(chosen)]
    return tuple((f"{chosen}T{ticks.LABELS[t]}", _("%(time)s Uhr") % {"time": _clock(t)}) for t in ticks.each(mask))


def _clock(tick: int) -> str:
    return ticks.LABELS[tick].lstrip("0") if tick >= 12 else ticks.LABELS[tick][1:]


def _free(who: Workplace, wishes: list[Wish], *, at: datetime) -> FreeTimes:
    today = ticks.local(at, who.office.zone).date()
    last = today + timedelta(days=370)
    return free_times(office_id=who.office.pk, wishes=wishes, first=today, last=last, at=at, share=Share.INTERNAL)


def moment_in(text: str) -> Moment | None:
    """This will return the moment that a form sends ("2026-12-07T09:20"), or None for "the next free one".

    :raises Refused: when it is neither.
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as unreadable:
        raise Refused(_("Bitte wählen Sie eine Zeit aus der Liste."), field="zeit") from unreadable
    return moment.date(), ticks.tick_at(moment.time())


def check_day(moment: Moment | None, day: str) -> None:
    """This will make sure that the time is of the day beside it: whoever types fast sends the times of the day before.

    :raises Refused: when it is of another day.
    """
    if moment and day and moment[0].isoformat() != day:
        raise Refused(
            _("Diese Zeit gehört zu einem anderen Tag. Bitte wählen Sie eine Zeit am gewählten Tag."), field="zeit"
        )


def check_free(found: FreeTimes, moment: Moment) -> None:
    """This will make sure that a visit may start then.

    :raises JustTaken: when it may not (any more).
    """
    day, tick = moment
    if not found.starts.get(day, 0) >> tick & 1:
        raise JustTaken(_("Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere Zeit."), field="zeit")


def book(
    who: Workplace, wishes: list[Wish], moment: Moment | None, contact: Contact, *,
    booked_by: str, language: str, at: datetime,
) -> Appointment:  # fmt: skip
    """This will book at the moment, or at the next free one without a moment, out of all that is free.

    :raises Refused: as booking.actions.book_by_staff; JustTaken names the field of the time.
    """
    for _round in range(TRIES):
        found = _free(who, wishes, at=at)
        start = moment or found.first()
        if start is None:
            raise Refused(_("Dafür ist in diesem Amt nichts frei. Bitte prüfen Sie ein anderes Amt."), field="leistung")
        check_free(found, start)
        try:
            return actions.book_by_staff(
                office_id=who.office.pk, wishes=wishes, day=start[0], tick=start[1], contact=contact,
                booked_by=booked_by, by=who.actor, at=at, language=language,
            )  # fmt: skip
        except JustTaken:
            if moment is not None:
                break
    raise JustTaken(_("Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere Zeit."), field="zeit")
