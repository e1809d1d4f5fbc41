"""Views that do to a connection what leaked one town's data into another's answers in trials.

Each tells the town of its request and what it saw; the hammer test refuses any difference.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Never

from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import path
from django_tenants.utils import schema_context

from rathaus.offices.models import Office
from rathaus.towns.actions import inside
from rathaus.towns.models import Town

TOWNS = ("musterstadt", "beispielhausen", "hammerstadt")
Seen = list[str]


class Boom(Exception):
    """A view that fails."""


def undo() -> Never:
    """This will fail."""
    raise Boom


def seen() -> Seen:
    """What a cursor, a prepared statement and the ORM see: each town has one office, named after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), (SELECT slug FROM offices_office)")
        schema, slug = cursor.fetchone()
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT slug FROM offices_office WHERE slug <> %s", [""])
        prepared = cursor.fetchone()[0]
    return [schema, slug, prepared, Office.objects.get().slug]


def spoil() -> None:
    """This will make the database refuse a statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def other(request: HttpRequest) -> str:
    """Another town, chosen by the request."""
    return TOWNS[int(request.GET.get("n", "0")) % len(TOWNS)]


def within(town: str) -> None:
    """This will fail unless this very town is seen."""
    if set(seen()) != {town}:
        raise AssertionError(f"{seen()} inside {town}")


def plain(request: HttpRequest) -> Seen:
    """Two looks without a transaction."""
    return seen() + seen()


def atomic(request: HttpRequest) -> Seen:
    """Two looks in a transaction, one after it."""
    with transaction.atomic():
        found = seen() + seen()
    return found + seen()


def rollback(request: HttpRequest) -> Seen:
    """A look in a transaction that is undone, and one after it."""
    found: Seen = []
    try:
        with transaction.atomic():
            found += seen()
            undo()
    except Boom:
        return found + seen()


def savepoint(request: HttpRequest) -> Seen:
    """A statement fails inside a savepoint."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                found = seen()
                spoil()
        except DatabaseError:
            pass
        found = seen()
    return found + seen()


def swallow(request: HttpRequest) -> Seen:
    """A statement fails inside a transaction, and nobody minds."""
    try:
        with transaction.atomic(), suppress(DatabaseError):
            spoil()
    except DatabaseError:
        pass
    return seen()


def swallow_and_look(request: HttpRequest) -> Seen:
    """The same, and the broken transaction is used on."""
    try:
        with transaction.atomic():
            try:
                spoil()
            except DatabaseError:
                seen()
    except DatabaseError:
        pass
    return seen()


def autocommit_error(request: HttpRequest) -> Seen:
    """A statement fails without a transaction."""
    with suppress(DatabaseError):
        spoil()
    return seen()


def stream(request: HttpRequest) -> Seen:
    """A server-side cursor, row by row."""
    return [office.slug for office in Office.objects.iterator(chunk_size=1)] + seen()


def stream_in_transaction(request: HttpRequest) -> Seen:
    """A server-side cursor in a transaction that is undone."""
    try:
        with transaction.atomic():
            found = [office.slug for office in Office.objects.iterator(chunk_size=1)]
            undo()
    except Boom:
        return found + seen()


def switch(request: HttpRequest) -> Seen:
    """A visit to another town and back."""
    with schema_context(other(request)):
        within(other(request))
    return seen()


def switch_in_transaction(request: HttpRequest) -> Seen:
    """The same in a transaction that is undone."""
    found: Seen = []
    try:
        with transaction.atomic():
            with inside(other(request)):
                within(other(request))
            found += seen()
            undo()
    except Boom:
        return found + seen()


def switch_in_savepoint(request: HttpRequest) -> Seen:
    """A visit to another town, in a savepoint that is undone there."""
    with transaction.atomic():
        found = seen()
        with schema_context(other(request)):
            try:
                with transaction.atomic():
                    within(other(request))
                    spoil()
            except DatabaseError:
                pass
            within(other(request))
        found += seen()
    return found + seen()


def leave_away(request: HttpRequest) -> Seen:
    """A view that goes to another town and never comes back: the next request must not notice."""
    found = seen()
    connection.set_schema(other(request))  # type: ignore[attr-defined]
    within(other(request))
    return found


def with_town(request: HttpRequest) -> Seen:
    """`with town:` is refused."""
    try:
        with Town(schema_name=other(request)):
            return ["entered"]
    except RuntimeError:
        return seen()


def kill(request: HttpRequest) -> Seen:
    """The server ends our connection."""
    found = seen()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    except DatabaseError:
        pass
    return found


def kill_in_transaction(request: HttpRequest) -> Seen:
    """The same in a transaction, and we go on as if nothing had been."""
    with transaction.atomic():
        found = kill(request)
    return found + seen()


def fail(request: HttpRequest) -> Seen:
    """An error in a transaction that nobody catches."""
    with transaction.atomic():
        seen()
        raise Boom


MODES: dict[str, Callable[[HttpRequest], Seen]] = {
    mode.__name__: mode
    for mode in (
        plain, atomic, rollback, savepoint, swallow, swallow_and_look, autocommit_error, stream, stream_in_transaction,
        switch, switch_in_transaction, switch_in_savepoint, leave_away, with_town, kill, kill_in_transaction, fail,
    )
}  # fmt: skip


def look(request: HttpRequest, mode: str) -> HttpResponseBase:
    """This will do what the mode says and tell what was seen."""
    town = request.town.schema_name  # type: ignore[attr-defined]
    if mode == "later":
        return StreamingHttpResponse(_later(town), content_type="application/json")
    if mode not in MODES:
        raise Http404
    return JsonResponse({"town": town, "seen": MODES[mode](request)})


def _later(town: str) -> Iterator[str]:
    yield json.dumps({"town": town, "seen": seen() + seen()})


def failed(request: HttpRequest) -> HttpResponse:
    """This will say that a view failed."""
    return HttpResponse("failed", status=500)


handler500 = "tests.towns.hammer_urls.failed"
urlpatterns = [path("look/<str:mode>/", look)]
