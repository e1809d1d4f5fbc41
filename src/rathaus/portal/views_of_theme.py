"""The town's own look: colours as a stylesheet, arms as a picture."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from rathaus.offices.colours import stylesheet
from rathaus.offices.queries import arms, place
from rathaus.ui.states import shows_no_page

SECONDS = 300


def _etag(request: HttpRequest) -> str:
    return f'"{sha256(_css().encode()).hexdigest()[:32]}"'


@shows_no_page("a stylesheet")
@require_safe
@condition(etag_func=_etag)
def theme(request: HttpRequest) -> HttpResponse:
    """This will show the town's colours, over the tokens of the design system."""
    answer = HttpResponse(_css(), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return answer


def _css() -> str:
    town = place()
    return stylesheet(town.colour_light, town.colour_dark, has_clear_arms=arms().is_clear)


def _arms_etag(request: HttpRequest) -> str:
    return f'"{sha256(bytes(arms().png)).hexdigest()[:32]}"'


@shows_no_page("a picture")
@require_safe
@condition(etag_func=_arms_etag)
def arms_of_town(request: HttpRequest) -> HttpResponse:
    """This will show the town's arms, or ours where it has set none."""
    own = bytes(arms().png)
    answer = HttpResponse(own or _standard_arms(), content_type="image/png" if own else "image/svg+xml")
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return answer


@cache
def _standard_arms() -> bytes:
    return (files("rathaus.ui") / "static/ui/img/arms.svg").read_bytes()
