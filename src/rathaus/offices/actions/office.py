"""What is done to an office: made, changed, closed for some days."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.core.errors import NotPermitted, Refused
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.offices.models import Closure, Office, OfficeText

LONGEST_SLUG = 70
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class NeedsGermanTitle(Refused):
    """An office has a title in German, on which all other languages fall back."""


class NoDays(Refused):
    """A closure without a day."""


@dataclass(frozen=True, kw_only=True)
class OfficeFacts:
    """What is true of an office in every language."""

    street: str = ""
    house_number: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    languages: tuple[str, ...] = ()
    is_public: bool = True
    takes_appointments: bool = False


@dataclass(frozen=True, kw_only=True)
class Words:
    """An office's words in one language; without a title there are none."""

    title: str
    summary: str = ""
    directions: str = ""
    phone_hours: str = ""
    accessibility: tuple[str, ...] = ()
    is_reviewed: bool = False


@transaction.atomic
def create_office(*, facts: OfficeFacts, words: Mapping[str, Words], by: Actor, at: datetime) -> Office:
    """This will make an office; its address on the pages comes from the German title and stays.

    :raises NeedsGermanTitle: without a title in German.
    :raises rathaus.core.errors.NotPermitted: for those who may not plan in the whole town.
    """
    if not by.may(Right.PLAN):
        raise NotPermitted(_("Ein neues Amt legt die Stadtverwaltung an."))
    office = Office(slug=_free_slug(_german_title(words)))
    _write(office, facts, words)
    tell(office.pk, "offices.create_office", by, at)
    return office


@transaction.atomic
def change_office(*, office_id: int, facts: OfficeFacts, words: Mapping[str, Words], by: Actor, at: datetime) -> Office:
    """This will change an office and its words in the given languages.

    :raises NeedsGermanTitle: without a title in German.
    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(office_id, by)
    _german_title(words)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    _write(office, facts, words)
    tell(office_id, "offices.change_office", by, at)
    return office


@transaction.atomic
def add_closure(
    *, office_id: int, from_on: date, until_on: date, reasons: Mapping[str, str], by: Actor, at: datetime
) -> Closure:
    """This will close an office from a day (included) until another (not included); the caller plans the sheets.

    :raises NoDays: when the first day is not before the other.
    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(office_id, by)
    closure = make_closure(office_id=office_id, from_on=from_on, until_on=until_on, reasons=reasons)
    tell(office_id, "offices.add_closure", by, at, str(from_on), str(until_on))
    return closure


def make_closure(*, office_id: int | None, from_on: date, until_on: date, reasons: Mapping[str, str]) -> Closure:
    """This will make the closure of an office, or (None) of the whole town; the caller asks who may, and tells it.

    :raises NoDays: when the first day is not before the other.
    """
    check_days(from_on, until_on)
    given = {language: reason for language, reason in reasons.items() if reason}
    return Closure.objects.create(office_id=office_id, from_on=from_on, until_on=until_on, reasons=given)


def check_days(from_on: date, until_on: date) -> None:
    """This will refuse a closure without a day.

    :raises NoDays: when the first day is not before the other.
    """
    if from_on >= until_on:
        raise NoDays(_("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide."), field="last_on")


@transaction.atomic
def remove_closure(*, closure: Closure, by: Actor, at: datetime) -> None:
    """This will open an office again on the days of a closure; the caller plans the sheets.

    :raises rathaus.core.errors.NotPermitted: for those who do not plan this office.
    """
    check_plans(closure.office_id or 0, by)
    Closure.objects.filter(pk=closure.pk).delete()
    tell(closure.office_id or 0, "offices.remove_closure", by, at, str(closure.from_on), str(closure.until_on))


def check_plans(office_id: int, by: Actor) -> None:
    """This will let those pass who plan the office.

    :raises rathaus.core.errors.NotPermitted: for everybody else.
    """
    if not by.may(Right.PLAN, office_id):
        raise NotPermitted(_("Dieses Amt planen andere."))


def tell(office_id: int, action: str, by: Actor, at: datetime, *what: str) -> None:
    """This will write into the trail of an office what was done."""
    stream = f"offices/office/{office_id}"
    record([Entry(stream, next_sequence(stream), at, by.pseudonym, action, "planning", (), (("what", list(what)),))])


def _german_title(words: Mapping[str, Words]) -> str:
    title = words["de"].title.strip() if "de" in words else ""
    if not title:
        raise NeedsGermanTitle(_("Bitte geben Sie dem Amt einen Namen auf Deutsch."), field="title_de")
    return title


def _free_slug(title: str) -> str:
    base = slugify(title.translate(GERMAN))[:LONGEST_SLUG].strip("-") or "amt"
    taken = set(Office.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _write(office: Office, facts: OfficeFacts, words: Mapping[str, Words]) -> None:
    for name, value in asdict(facts).items():
        setattr(office, name, list(value) if name == "languages" else value)
    office.save()
    for language, one in words.items():
        if one.title.strip():
            values = {**asdict(one), "accessibility": list(one.accessibility)}
            OfficeText.objects.update_or_create(office=office, language=language, defaults=values)
        else:
            OfficeText.objects.filter(office=office, language=language).delete()
