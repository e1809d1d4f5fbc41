"""The search path follows the town, on servers that report it and on those that do not; what leaks is refused."""

import select
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context

from rathaus.towns import checks
from rathaus.towns.checks import (
    no_leaking_settings,
    no_shared_connections,
    refuse_shared_connections,
    shares_connections,
)
from rathaus.towns.models import Town


def standing() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def test_the_path_follows_the_town(town: str) -> None:
    assert standing() == "musterstadt"
    with schema_context("beispielhausen"):
        assert standing() == "beispielhausen"
    assert standing() == "musterstadt"


def test_a_prepared_statement_follows_the_town(town: str) -> None:
    def host() -> str:
        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT current_schema() || %s", ["!"])
            return str(cursor.fetchone()[0])

    for _ in range(4):
        assert host() == "musterstadt!"
        with schema_context("beispielhausen"):
            assert host() == "beispielhausen!"


def test_the_path_is_right_after_a_rollback_in_another_town(town: str) -> None:
    with transaction.atomic(), schema_context("beispielhausen"):
        assert standing() == "beispielhausen"
        transaction.set_rollback(True)

    assert standing() == "musterstadt"


def test_the_path_is_right_after_an_error_that_nobody_minded(town: str) -> None:
    try:
        with transaction.atomic(), schema_context("beispielhausen"), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    except DatabaseError:
        pass

    assert standing() == "musterstadt"


def test_nothing_is_read_where_the_path_could_not_be_set(town: str) -> None:
    def cut(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SET search_path"):
            raise DatabaseError("canceling statement due to user request")
        return execute(sql, params, many, context)

    standing()
    with schema_context("beispielhausen"), connection.execute_wrapper(cut), pytest.raises(OperationalError):
        standing()
    assert standing() == "musterstadt"


def test_a_server_that_reports_is_not_asked_twice(town: str) -> None:
    standing()
    reports = connection.connection.pgconn.parameter_status(b"search_path") is not None
    with CaptureQueriesContext(connection) as queries:
        standing()
        standing()

    sets = [query for query in queries if "SET search_path" in query["sql"]]
    assert len(sets) == (0 if reports else 2)


def test_a_town_is_never_entered_as_a_context(town: str) -> None:
    with pytest.raises(RuntimeError, match="inside"), Town(schema_name="beispielhausen"):
        pytest.fail("this leaked in trials")


@pytest.mark.parametrize("name", ["TENANT_LIMIT_SET_CALLS", "TENANT_BASE_SCHEMA"])
def test_settings_that_leak_are_refused(settings: Any, name: str) -> None:
    assert no_leaking_settings(None) == []

    setattr(settings, name, "x")

    assert [fault.id for fault in no_leaking_settings(None)] == ["towns.E001"]


def test_another_database_engine_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django_tenants.postgresql_backend")

    assert [fault.id for fault in no_leaking_settings(None)] == ["towns.E002"]


def test_a_living_connection_is_not_asked_whether_it_lives(town: str) -> None:
    standing()
    link = connections.create_connection("default")
    link.ensure_connection()
    try:
        with CaptureQueriesContext(link) as queries:
            assert link.is_usable()
        assert not queries.captured_queries
    finally:
        link.close()


def test_a_connection_whose_server_process_was_killed_is_not_usable(town: str) -> None:
    link = connections.create_connection("default")
    link.ensure_connection()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [link.connection.pgconn.backend_pid])
        poll = select.poll()
        poll.register(link.connection.pgconn.socket, select.POLLIN)
        assert poll.poll(5000)

        assert not link.is_usable()
    finally:
        link.close()


def test_a_database_of_our_own_shares_no_connection(town: str) -> None:
    assert not shares_connections()
    assert no_shared_connections(None, databases=["default"]) == []


def test_a_pooler_that_shares_connections_is_refused(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_process_of", lambda _link: 4711)

    assert [fault.id for fault in no_shared_connections(None, databases=["default"])] == ["towns.E003"]
    with pytest.raises(checks.ConnectionsShared, match="session mode"):
        refuse_shared_connections()
