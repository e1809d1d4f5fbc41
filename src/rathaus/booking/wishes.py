"""What a person wants, as it stands in an address: `l=12x2&l=7` is service 12 for two persons and service 7."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from rathaus.booking.rules.visit import Wish
from rathaus.core.errors import Refused

MOST_SERVICES = 10
MOST_PERSONS = 999


class UnreadableWish(Refused):
    """The address does not name services in the form that we write."""


def read_wishes(query: QueryDict) -> list[Wish]:
    """This will return the wishes of an address or form.

    :raises UnreadableWish: when one is not of the form, or there are too many.
    """
    texts = query.getlist("l")
    if len(texts) > MOST_SERVICES:
        raise UnreadableWish(_("So viele Leistungen passen nicht in einen Termin. Bitte wählen Sie weniger aus."))
    return [_one(text) for text in texts]


def _one(text: str) -> Wish:
    service, _x, persons = text.partition("x")
    persons = persons or "1"
    if not (service.isascii() and service.isdigit() and persons.isascii() and persons.isdigit()) or len(text) > 24:
        raise UnreadableWish(_("Bitte wählen Sie aus, was Sie erledigen möchten."))
    number = int(persons)
    if not 1 <= number <= MOST_PERSONS:
        raise UnreadableWish(_("Bitte prüfen Sie die Zahl der Personen."), field="persons")
    return Wish(int(service), number)


def write_wishes(wishes: Iterable[Wish]) -> str:
    """This will return the wishes as the query of an address, without `?`."""
    return "&".join(f"l={w.service_id}x{w.persons}" if w.persons > 1 else f"l={w.service_id}" for w in wishes)
