"""What the API tells: its own words, so that models may change beneath."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

MOST_ID = 2**63 - 1


class Office(Schema):
    """An office that people visit or call."""

    id: int
    slug: str
    title: str
    street: str
    house_number: str
    postcode: str
    city: str
    phone: str
    email: str
    zone: str
    takes_appointments: bool


class Offices(Schema):
    """A page of offices; `next` is the cursor of the next page, null on the last one."""

    items: list[Office]
    next: str | None


class Service(Schema):
    """A service of the town; minutes are null where they are not known."""

    id: int
    slug: str
    title: str
    summary: str
    minutes: int | None
    extra_minutes: int | None
    max_persons: int
    offices: list[int]


class Services(Schema):
    """A page of services; `offices` of each are those where it can be booked."""

    items: list[Service]
    next: str | None


class Fault(Schema):
    """A value that cannot be read: where it stands ("body.day", "query.limit"), what is wrong, words for a person."""

    at: str
    kind: str
    detail: str | None = None


class Problem(Schema):
    """An error (RFC 9457): words for a person, a code for programs, and which values are wrong."""

    type: str
    title: str
    status: int
    code: str | None = None
    errors: list[Fault] | None = None


class ServiceWish(Schema):
    """A service, and for how many persons."""

    service: Annotated[int, Field(ge=1, le=MOST_ID, examples=[1])]
    persons: Annotated[int, Field(ge=1, le=999)] = 1


Day = Annotated[str, Field(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", examples=["2026-12-07"])]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][05]$", examples=["09:30"])]


class Strict(Schema):
    """A body; members that we do not know are refused, so that a slip of the pen is no silence."""

    model_config = ConfigDict(extra="forbid")


class HoldWish(Strict):
    """The time to hold: office, services, day and time of day at the office."""

    office: Annotated[int, Field(ge=1, le=MOST_ID, examples=[1])]
    services: Annotated[list[ServiceWish], Field(min_length=1, max_length=10)]
    day: Day
    time: Clock


class ContactWish(Strict):
    """Who comes. Without e-mail nobody is reminded; keep `token` and `page` for them then."""

    name: Annotated[str, Field(min_length=1, max_length=120, examples=["Amina Yılmaz"])]
    email: Annotated[str, Field(max_length=254, examples=["amina@example.org"])] = ""
    mobile: Annotated[str, Field(max_length=40, examples=["+4915123456789"])] = ""
    remark: Annotated[str, Field(max_length=500)] = ""


class MoveWish(Strict):
    """Another day and time at the same office."""

    day: Day
    time: Clock


StateName = Literal["held", "preconfirmed", "confirmed", "checked_in", "done", "no_show", "cancelled", "expired"]


class Appointment(Schema):
    """A held or booked visit. Who comes is not told again: who books knows it."""

    token: Annotated[str, Field(description="Proves the right to this visit. Keep it like a password.")]
    reference: Annotated[str, Field(description="What people say at the desk: 8 characters.")]
    code: Annotated[str, Field(description="Four characters that prove the reference to be theirs.")]
    state: StateName
    office: int
    services: list[ServiceWish]
    day: str
    time: str
    starts_at: Annotated[str, Field(description="RFC 3339, with the office's offset.")]
    minutes: int
    held_until: Annotated[str | None, Field(description="When a hold ends, or the wait for a yes by mail.")]
    can_change: Annotated[bool, Field(description="Whether it can be moved and cancelled now.")]
    page: Annotated[str, Field(description="The personal page, to be opened by the person.")]


class FreeDay(Schema):
    """A day with free times."""

    date: str
    free: int
    times: list[str]


class FreeOffice(Schema):
    """An office with the days on which the whole visit fits; `minutes` is how long it takes."""

    office: int
    minutes: int
    days: list[FreeDay]


class FreeTimes(Schema):
    """Free times of a month."""

    offices: list[FreeOffice]
