"""The town's own colours as a stylesheet."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from rathaus.offices.colours import stylesheet
from rathaus.offices.queries import place
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
    return stylesheet(town.colour_light, town.colour_dark)
