"""What stands in the tables of all towns, as one hash per table, to see whether a request changed anything."""

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


def contents() -> dict[str, str]:
    """This will return count and hash of every table that a look must not change (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        return dict(cursor.fetchall())


def changed(before: dict[str, str]) -> set[str]:
    """This will name the tables that are not as they were."""
    now = contents()
    return {name for name in now if now[name] != before.get(name)}
