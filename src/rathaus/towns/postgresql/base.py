"""Database backend: the search path is what the server itself reports, else set before every cursor.

PostgreSQL 18 reports `search_path` (GUC_REPORT), so a SET is sent only when the report differs from
what the town needs; 15 to 17 do not report it and get a SET before every cursor, as django-tenants does.
A cached wish is never trusted: after a rollback the session can stand in another town's schema.
Where the path cannot be set (a cancelled statement, a timeout), nothing is read: it would be another town's.
"""

import select
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django_tenants.postgresql_backend import base
from psycopg.pq import ConnStatus, TransactionStatus

_reported: dict[tuple[str, ...], bytes] = {}  # wanted path -> the text the server reports for it


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    """django-tenants' wrapper with a search path that is verified against the server."""

    _wanted_for: Any = None  # (schema, with public) that `_wanted` was made for
    _wanted: tuple[str, ...] = ()

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path:
            return
        if self._stands_in_town():
            return
        wanted = self._wanted_path()
        self.search_path_set_schemas = None
        with self.wrap_database_errors:  # a lost connection is Django's OperationalError here too
            super()._handle_search_path(cursor)
        self._refuse_another_path()
        report = self.connection.pgconn.parameter_status(b"search_path")
        if report is not None and self._was_set():
            _reported[wanted] = report

    def is_usable(self) -> bool:
        """This will tell whether the server is still there, without a round trip while nothing speaks against it.

        A server that ended says so and closes the socket: then there is something to read. So the check that
        Django makes once per request costs microseconds, and a question only where something came unasked.
        """
        link = self.connection.pgconn if self.connection is not None else None
        if link is None or link.status != ConnStatus.OK or link.transaction_status != TransactionStatus.IDLE:
            return bool(super().is_usable())
        poll = select.poll()
        poll.register(link.socket, select.POLLIN)
        return not poll.poll(0) or bool(super().is_usable())

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor for a hot statement: the server keeps it parsed for the connection and gets the values beside it.

        A prepared statement is judged anew when the search path changes, so it never means another town's function.
        """
        self.close_if_health_check_failed()
        if not self._stands_in_town():
            self.cursor().close()  # in the town, or not at all
        cursor: CursorWrapper = self._prepare_cursor(ServerBindingCursor(self.connection))  # type: ignore[call-arg]
        return cursor

    def _stands_in_town(self) -> bool:
        """Whether the server itself reports the path of the town; False where there is no connection yet."""
        if self.connection is None:
            return False
        report = self.connection.pgconn.parameter_status(b"search_path")
        return report is not None and report == _reported.get(self._wanted_path())

    def _refuse_another_path(self) -> None:
        """In a transaction that has failed already, the server refuses all but the rollback by itself."""
        if not self._was_set() and self.connection.pgconn.transaction_status != TransactionStatus.INERROR:
            raise OperationalError("the search path of the town could not be set")

    def _was_set(self) -> bool:
        return self.search_path_set_schemas is not None

    def _wanted_path(self) -> tuple[str, ...]:
        key = (self.schema_name, self.include_public_schema)
        if key != self._wanted_for:
            self._wanted = tuple(self._get_cursor_search_paths())
            self._wanted_for = key
        return self._wanted
