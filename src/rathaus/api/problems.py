"""Errors of the operations as problems (RFC 9457): what each refusal of the house means to a program."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from rathaus.booking.actions import refusals
from rathaus.booking.rules.visit import NotBookableThen
from rathaus.core.errors import Refused, TooManyTries
from rathaus.core.problems import PROBLEM, not_allowed, problem

__all__ = ["PROBLEM", "not_allowed", "problem"]

# What a refusal is called, and its status: 409 where nothing is wrong with the form of a request.
REFUSALS: Mapping[type[Refused], tuple[int, str]] = {
    refusals.JustTaken: (409, "just-taken"),
    refusals.HoldExpired: (409, "hold-expired"),
    refusals.AlreadyConfirmed: (409, "already-confirmed"),
    refusals.NotChangeable: (409, "not-changeable"),
    refusals.NotMovable: (409, "not-movable"),
    NotBookableThen: (409, "not-bookable-then"),
    TooManyTries: (429, "too-many-tries"),
}


def unknown() -> HttpResponse:
    """This will answer that there is no such thing, whether there ever was or not."""
    return problem(404, _("Das gibt es hier nicht."), code="not-found")


def no_key() -> HttpResponse:
    """This will ask for a key; wrong, expired and revoked ones get the same words (RFC 6750, section 3)."""
    answer = problem(401, _("Dafür braucht es einen gültigen Schlüssel."), code="key-needed")
    answer.headers["WWW-Authenticate"] = 'Bearer realm="rathaus"'
    return answer


def key_may_not(scope: str) -> HttpResponse:
    """This will answer that a key is good, but not for this."""
    answer = problem(403, _("Dieser Schlüssel darf das nicht."), code="scope-missing", scope=scope)
    answer.headers["WWW-Authenticate"] = f'Bearer realm="rathaus", error="insufficient_scope", scope="{scope}"'
    return answer


def too_many(refused: TooManyTries, seconds: int) -> HttpResponse:
    """This will say when to come back."""
    answer = problem(429, refused.message, code="too-many-tries")
    answer.headers["Retry-After"] = str(seconds)
    return answer


def not_json() -> HttpResponse:
    """This will say what a body has to be."""
    return problem(415, _("Bitte senden Sie JSON (application/json)."), code="not-json")


def refused(_request: HttpRequest, error: Refused | type[Refused]) -> HttpResponse:
    """This will answer a refusal of an action by its words."""
    assert isinstance(error, Refused)  # noqa: S101 - ninja hands over what was raised
    if isinstance(error, TooManyTries):
        return too_many(error, 600)
    status, code = next((told for kind, told in REFUSALS.items() if isinstance(error, kind)), (409, "not-possible"))
    errors = [{"at": f"body.{error.field}", "kind": code}] if error.field else None
    return problem(status, error.message, code=code, **({"errors": errors} if errors else {}))


def unreadable(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    """This will answer a body that is no JSON."""
    status = error.status_code if isinstance(error, HttpError) else 400
    return problem(status, _("Das ist kein gültiges JSON."), code="unreadable")


def invalid(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """This will name every value that cannot be read; what was sent is not repeated."""
    found = error.errors if isinstance(error, ValidationError) else []
    return faulty([{"at": _at(e["loc"]), "kind": str(e["type"])} for e in found])


def faulty(errors: list[dict[str, str]]) -> HttpResponse:
    """This will answer with the values that are wrong: where each stands, its kind, and words for a person if any."""
    return problem(422, _("Diese Angaben passen nicht. Unter errors steht, welche."), code="invalid", errors=errors)


def _at(location: tuple[object, ...]) -> str:
    """The caller does not know how we call the body: body.wish.day is body.day."""
    words = [str(word) for word in location]
    return ".".join([words[0], *words[2:]] if words[0] == "body" else words)
