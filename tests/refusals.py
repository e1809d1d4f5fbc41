"""What the database says when it refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction


def refused(statement: str, *values: Any) -> str:
    """This will try a statement that must not work, and return what the database says."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(error.value)


def refused_copy(table: str, **changes: str) -> str:
    """This will try to store a row of the table once more, with a new id and other values where they are given."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    kept = [f'"{name}"' for name in columns if name != "id"]
    values = [changes.get(name.strip('"'), name) for name in kept]
    return refused(f"INSERT INTO {table} ({', '.join(kept)}) SELECT {', '.join(values)} FROM {table} LIMIT 1")
