"""What stands in the tables of all towns, as one hash per table, to see whether a request changed anything.

Hashing some 200 tables takes 30 ms, and the matrix asks thousands of times. So PostgreSQL is asked first how many rows
of each table this transaction has inserted, updated or deleted, also such as were taken back since: where the number
has not moved, nothing changed. The others alone are hashed anew, by the next test of the same transaction as well.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection

# Sessions and rate windows change with looking; a look at persons leaves a read event, which is its purpose.
PASSING = ("django_session", "core_rate_window", "identity_staffsession")
SCHEMAS = ("musterstadt", "beispielhausen", "public")
NAMES = """
SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY(%s) AND NOT tablename = ANY(%s) ORDER BY 1
"""
ONE = """SELECT '{schema}.{table}', count(*)::text || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0)::text
FROM "{schema}"."{table}" t{condition}"""
MOVES = """
WITH moves AS (
    SELECT n.nspname || '.' || c.relname AS name, pg_stat_get_xact_tuples_inserted(c.oid)
        + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid) AS number
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = ANY(%s) AND NOT c.relname = ANY(%s)
)
SELECT transaction_timestamp()::text, coalesce(json_object_agg(name, number) FILTER (WHERE number > 0), '{}') FROM moves
"""


@dataclass
class Contents:
    """Count and hash of every table that a look must not change, and the row changes of the transaction until then."""

    transaction: str = ""  # when it began; nothing outside of one: what others committed would not be counted
    hashes: dict[str, str] = field(default_factory=dict)
    moves: dict[str, int] = field(default_factory=dict)

    def moved(self, moves: dict[str, int]) -> set[str]:
        """The tables of which rows were written since."""
        return {name for name, number in moves.items() if number != self.moves.get(name)}


_known = Contents()


def contents() -> Contents:
    """This will return what stands in the tables."""
    transaction, moves = _moves()
    if not transaction or transaction != _known.transaction:
        _known.transaction, _known.hashes = transaction, _hashes(_names())
    else:
        _known.hashes |= _hashes(_known.moved(moves))
    _known.moves = moves
    return Contents(transaction, dict(_known.hashes), dict(moves))


def changed(before: Contents) -> set[str]:
    """This will name the tables that are not as they were."""
    transaction, moves = _moves()
    is_same = transaction and transaction == before.transaction
    now = _hashes(before.moved(moves) if is_same else _names())
    found = {name for name in now if now[name] != before.hashes.get(name)}
    if is_same:
        before.moves |= {name: moves[name] for name in now.keys() - found}
    return found


@lru_cache
def _names() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES, [list(SCHEMAS), list(PASSING)])
        names = frozenset(name for (name,) in cursor.fetchall())
    assert len(names) > 50, names
    return names


def _hashes(names: Collection[str]) -> dict[str, str]:
    if not names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_hash_of, sorted(names))))
        return dict(cursor.fetchall())


def _hash_of(name: str) -> str:
    schema, _, table = name.partition(".")
    return ONE.format(schema=schema, table=table, condition=" WHERE kind = 'write'" if table == "audit_event" else "")


def _moves() -> tuple[str, dict[str, int]]:
    if not connection.in_atomic_block:
        return "", {}
    with connection.cursor() as cursor:
        cursor.execute(MOVES, [list(SCHEMAS), list(PASSING)])
        transaction, moves = cursor.fetchone()
        return transaction, moves
