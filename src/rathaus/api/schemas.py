"""What the API tells: its own words, so that models may change beneath."""

from ninja import Schema


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
    """A value that cannot be read: where it stands, and what is wrong."""

    at: str
    kind: str


class Problem(Schema):
    """An error (RFC 9457); errors are named where values cannot be read."""

    type: str
    title: str
    status: int
    errors: list[Fault] | None = None
