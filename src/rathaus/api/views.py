"""The operations of the API: HTTP in, one query, HTTP out."""

from functools import cache
from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from rathaus.api import problems, queries, schemas
from rathaus.ui.states import shows_no_page

ABOUT = (
    "Offices and services of a town. Reading needs no key. Texts come in the language of Accept-Language, else in "
    "German. Answers carry an ETag; send it as If-None-Match. Errors are application/problem+json (RFC 9457)."
)
api = NinjaAPI(title="Rathaus", version="1", description=ABOUT, docs_url=None, openapi_url=None, urls_namespace="api")
api.add_exception_handler(ValidationError, problems.invalid)
Cursor = Annotated[int, Query(ge=0, le=2**63 - 1, description="What `next` of the page before said.")]
Limit = Annotated[int, Query(ge=1, le=200)]


@api.get("/offices", response={200: schemas.Offices}, url_name="offices")
def offices(request: HttpRequest, cursor: Cursor = 0, limit: Limit = 50) -> schemas.Offices:
    """This will list the offices of the town."""
    return queries.offices(after=cursor, most=limit, language=get_language() or "de")


@api.get("/services", response={200: schemas.Services}, url_name="services")
def services(request: HttpRequest, cursor: Cursor = 0, limit: Limit = 50) -> schemas.Services:
    """This will list the services of the town, and where each can be booked."""
    return queries.services(after=cursor, most=limit, language=get_language() or "de")


@shows_no_page("JSON")
@require_safe
def document(_request: HttpRequest) -> HttpResponse:
    """This will answer with the OpenAPI document."""
    return HttpResponse(described(), content_type="application/json")


@cache
def described() -> bytes:
    """The OpenAPI document; every operation may answer with a problem where values cannot be read."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    schema["components"]["schemas"]["Problem"] = schemas.Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    schema["components"]["schemas"] |= schema["components"]["schemas"]["Problem"].pop("$defs")
    of_problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            unreadable = {"description": "A value cannot be read", "content": {problems.PROBLEM: of_problem}}
            operation["responses"] = {str(k): v for k, v in operation["responses"].items()} | {"422": unreadable}
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS)
