"""The operations of the API: HTTP in, one query or action, HTTP out. Who may call them is settled in `gate`."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Body, NinjaAPI, Query, Status
from ninja.errors import HttpError, ValidationError

from rathaus.api import appointments, problems, queries, schemas
from rathaus.api.document import ABOUT
from rathaus.api.keys import actor_of
from rathaus.booking.models import Appointment
from rathaus.core.errors import Refused


def _wrong_contact(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problems.faulty(error.errors if isinstance(error, appointments.WrongContact) else [])


api = NinjaAPI(title="Rathaus", version="1", description=ABOUT, docs_url=None, openapi_url=None, urls_namespace="api")
api.add_exception_handler(ValidationError, problems.invalid)
api.add_exception_handler(HttpError, problems.unreadable)
api.add_exception_handler(Refused, problems.refused)
api.add_exception_handler(appointments.NoSuchAppointment, lambda _request, _error: problems.unknown())
api.add_exception_handler(appointments.WrongContact, _wrong_contact)
Cursor = Annotated[int, Query(ge=0, le=schemas.MOST_ID, description="What `next` of the page before said.")]
Limit = Annotated[int, Query(ge=1, le=200)]


@api.get("/offices", response={200: schemas.Offices}, url_name="offices", tags=["town"])
def offices(request: HttpRequest, cursor: Cursor = 0, limit: Limit = 50) -> schemas.Offices:
    """This will list the offices of the town."""
    return queries.offices(after=cursor, most=limit, language=get_language() or "de")


@api.get("/services", response={200: schemas.Services}, url_name="services", tags=["town"])
def services(request: HttpRequest, cursor: Cursor = 0, limit: Limit = 50) -> schemas.Services:
    """This will list the services of the town, and where each can be booked."""
    return queries.services(after=cursor, most=limit, language=get_language() or "de")


@api.post("/holds", response={201: schemas.Appointment}, url_name="holds", tags=["appointments"])
def hold(request: HttpRequest, wish: Annotated[schemas.HoldWish, Body()]) -> Status[schemas.Appointment]:
    """This will hold a time for some minutes, in which it can be confirmed."""
    found = appointments.hold(wish=wish, by=actor_of(request.api_client), at=timezone.now())  # type: ignore[attr-defined]
    return Status(201, _told(request, found))


@api.get("/appointments/{token}", response={200: schemas.Appointment}, url_name="appointment", tags=["appointments"])
def appointment(request: HttpRequest, token: str) -> schemas.Appointment:
    """This will show a visit as it stands."""
    return _told(request, appointments.of_token(token))


@api.post(
    "/appointments/{token}/confirmation",
    response={200: schemas.Appointment},
    url_name="confirmation",
    tags=["appointments"],
)
def confirm(request: HttpRequest, token: str, wish: Annotated[schemas.ContactWish, Body()]) -> schemas.Appointment:
    """This will book a held visit. Where a service asks for a yes by mail, the state is `preconfirmed` until then."""
    found, by = appointments.of_token(token), actor_of(request.api_client)  # type: ignore[attr-defined]
    return _told(request, appointments.confirm(appointment=found, wish=wish, by=by, at=timezone.now()))


@api.post("/appointments/{token}/move", response={200: schemas.Appointment}, url_name="move", tags=["appointments"])
def move(request: HttpRequest, token: str, wish: Annotated[schemas.MoveWish, Body()]) -> schemas.Appointment:
    """This will move a visit; whoever fails keeps the old time."""
    found, by = appointments.of_token(token), actor_of(request.api_client)  # type: ignore[attr-defined]
    return _told(request, appointments.move(appointment=found, wish=wish, by=by, at=timezone.now()))


@api.post(
    "/appointments/{token}/cancellation",
    response={200: schemas.Appointment},
    url_name="cancellation",
    tags=["appointments"],
)
def cancel(request: HttpRequest, token: str) -> schemas.Appointment:
    """This will cancel a visit or let a hold go; asked again, it says the same."""
    found, by = appointments.of_token(token), actor_of(request.api_client)  # type: ignore[attr-defined]
    return _told(request, appointments.cancel(appointment=found, by=by, at=timezone.now()))


def _told(request: HttpRequest, found: Appointment) -> schemas.Appointment:
    request.api_appointment = found.pk  # type: ignore[attr-defined]
    return appointments.shown(found, at=timezone.now())


def document(_request: HttpRequest) -> HttpResponse:
    """This will answer with the OpenAPI document."""
    from rathaus.api.document import described

    return HttpResponse(described(), content_type="application/json")
