"""What is done to the town as a place: where it lies, how to reach it, its legal texts."""

from datetime import datetime

from django.db import transaction

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.core.errors import Refused
from rathaus.identity.queries import Actor
from rathaus.offices.models import LegalText, Place
from rathaus.offices.rules import LAENDER, as_html

STREAM = "offices/place"


class NoSuchLand(Refused):
    """No German Land has these two letters."""


@transaction.atomic
def set_place(*, by: Actor, at: datetime, **values: str) -> Place:
    """This will set what is given of `land`, `phone` and `email`; holidays count from the next planning of the sheets.

    :raises NoSuchLand: for letters that are none of a Land.
    :raises django.core.exceptions.ValidationError: for what cannot be a telephone number or an e-mail address.
    """
    if values.get("land", LAENDER[0]) not in LAENDER:
        raise NoSuchLand(f"no Land {values['land']}; there are {', '.join(LAENDER)}")
    row = Place.objects.select_for_update().first() or Place()
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["land"])
    row.save()
    _tell("offices.set_place", by, at, sorted(values))
    return row


@transaction.atomic
def set_legal_text(*, kind: str, language: str, markdown: str, title: str = "", by: Actor, at: datetime) -> None:
    """This will set a legal text in one language, from Markdown; an empty one takes it away."""
    html = as_html(markdown).strip()
    if html:
        LegalText.objects.update_or_create(kind=kind, language=language, defaults={"html": html, "title": title})
    else:
        LegalText.objects.filter(kind=kind, language=language).delete()
    _tell("offices.set_legal_text", by, at, [kind, language])


def _tell(action: str, by: Actor, at: datetime, what: list[str]) -> None:
    facts = (("what", what),)
    record([Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, action, "offices", (), facts)])
