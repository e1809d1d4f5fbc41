"""URLs of the API: the operations of `views`, each in the caller's language and with an ETag."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page

from rathaus.api import problems, views
from rathaus.ui.states import shows_no_page

app_name = "api"


def _read(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This will serve an operation that only reads; other methods change nothing and pass the CSRF check first."""

    @shows_no_page("JSON")
    @wraps(view, updated=())  # not the exemption from the CSRF check
    @conditional_page
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            if request.method not in {"GET", "HEAD"}:
                return problems.not_allowed("GET, HEAD")
            asked, request.method = request.method, "GET"
            answer = view(request, *args, **kwargs)
            request.method = asked
        answer.headers["Cache-Control"] = "no-cache"
        patch_vary_headers(answer, ["Accept-Language"])
        return answer

    return read


def _operations() -> list[URLPattern]:
    found = [p for p in views.api.urls[0] if isinstance(p, URLPattern) and p.name != "api-root"]
    return [path(str(p.pattern), _read(p.callback), name=p.name) for p in found]


urlpatterns = [*_operations(), path("openapi.json", views.document, name="document")]
