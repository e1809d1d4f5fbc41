"""Which names a town can have, and under which hosts people can reach it."""

import idna

from rathaus.core.errors import Refused


class NoHostName(Refused):
    """Browsers would never ask for a host of that name."""


class ReservedName(Refused):
    """PostgreSQL keeps such names for itself."""


def host_name(text: str) -> str:
    """This will return a host's name as browsers send it: lower case, no dot at the end, other letters as IDNA 2008.

    :raises NoHostName: for addresses, ports, spaces, and whatever else no host is named.
    """
    try:
        return idna.encode(text.strip().rstrip("."), uts46=True, std3_rules=True).decode("ascii").lower()
    except idna.IDNAError as broken:
        raise NoHostName(f"{text[:80]!r} is no host name; it looks like rathaus.town.example") from broken


def check_schema_name(name: str) -> None:
    """This will refuse a name that PostgreSQL reserves.

    :raises ReservedName: when it is one.
    """
    if name.startswith("pg_"):
        raise ReservedName("names that begin with pg_ belong to PostgreSQL")
