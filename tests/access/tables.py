"""What stands in the tables of all towns, as one hash per table, to see whether a request changed anything.

Hashing some 200 tables takes 30 ms, and the matrix asks thousands of times. So PostgreSQL is asked first how many rows
this transaction has inserted, updated or deleted, also such as were taken back since: where the number has not moved,
nothing changed.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

# Sessions and rate windows change with looking; a look at persons leaves a read event, which is its purpose.
PASSING = ("django_session", "core_rate_window", "identity_staffsession")
SCHEMAS = ("musterstadt", "beispielhausen", "public")
NAMES = """
SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(%s) AND NOT tablename = ANY(%s) ORDER BY 1, 2
"""
ONE = """SELECT '{schema}.{table}', count(*)::text || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0)::text
FROM "{schema}"."{table}" t{condition}"""


@lru_cache
def _statement() -> str:
    with connection.cursor() as cursor:
        cursor.execute(NAMES, [list(SCHEMAS), list(PASSING)])
        names = cursor.fetchall()
    assert len(names) > 50, names
    parts = []
    for schema, table in names:
        condition = " WHERE kind = 'write'" if table == "audit_event" else ""
        parts.append(ONE.format(schema=schema, table=table, condition=condition))
    return " UNION ALL ".join(parts)


MOVES = """
SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
    + pg_stat_get_xact_tuples_deleted(c.oid)), 0)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = ANY(%s) AND NOT c.relname = ANY(%s)
"""


@dataclass
class Contents:
    """Count and hash of every table that a look must not change, and the row changes of the transaction until then."""

    hashes: dict[str, str]
    moves: int | None  # None outside of a transaction: what others committed would not be counted


def contents() -> Contents:
    """This will return what stands in the tables."""
    moves = _moves()
    return Contents(_hashes(), moves)


def changed(before: Contents) -> set[str]:
    """This will name the tables that are not as they were."""
    moves = _moves()
    if moves is not None and moves == before.moves:
        return set()
    now = _hashes()
    found = {name for name in now if now[name] != before.hashes.get(name)}
    if not found:
        before.moves = moves
    return found


def _hashes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        return dict(cursor.fetchall())


def _moves() -> int | None:
    if not connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(MOVES, [list(SCHEMAS), list(PASSING)])
        return int(cursor.fetchone()[0])
