"""The OpenAPI document: what ninja says of the operations, and what stands around them."""

from functools import cache
from typing import Any

import orjson
from ninja import Schema

from rathaus.api import schemas
from rathaus.core.problems import PROBLEM

ABOUT = (
    "Offices, services, free times and appointments of a town. Reading needs no key; booking needs one, which the "
    "town's administration gives. Texts come in the language of Accept-Language, else in German. Public answers carry "
    "an ETag; send it as If-None-Match. Send an Idempotency-Key with each POST: asked again, it gets its answer and "
    "does nothing twice. Errors are application/problem+json (RFC 9457)."
)
PREFIX = "/api/v1"
OF_PROBLEM = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
SAID = {
    "400": "The body is no JSON, or the Idempotency-Key is none",
    "401": "A key is needed",
    "403": "The key is not good for this",
    "404": "There is no such thing",
    "405": "Not with this method",
    "409": "The house says no (code tells why), or the Idempotency-Key stands for another request",
    "413": "The body is too large",
    "415": "The body is no application/json",
    "422": "A value is wrong; errors says which",
    "429": "Too many requests; come back after Retry-After seconds",
    "503": "The house cannot be reached for a moment",
}
READING, PERSONAL = ("405", "409", "422", "429", "503"), ("401", "403", "404", "405", "429", "503")
WRITING = ("400", "401", "403", "404", "405", "409", "413", "415", "422", "429", "503")
ONCE = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "description": "A value of your own for this very request, e.g. a UUID; kept for a day.",
}  # fmt: skip
NUMBER = {"type": "integer", "minimum": 1, "maximum": 999_999_999_999_999}
LINKS = {
    name: {"operationId": f"rathaus_api_views_{operation}", "parameters": {"token": "$response.body#/token"}}
    for name, operation in (("view", "appointment"), ("confirm", "confirm"), ("move", "move"), ("cancel", "cancel"))
}
FREE_TIMES = {
    "get": {
        "operationId": "free_times",
        "summary": "Free Times",
        "description": "This will tell the free starts of a month at one or several offices for the services wished.",
        "tags": ["town"],
        "parameters": [
            {
                "name": "office", "in": "query", "required": True, "explode": True,
                "schema": {"type": "array", "items": NUMBER, "minItems": 1, "maxItems": 50},
            },
            {
                "name": "l", "in": "query", "required": True, "explode": True,
                "description": "A service, with the number of persons: `12` or `12x2`.",
                "schema": {
                    "type": "array", "minItems": 1, "maxItems": 10,
                    "items": {"type": "string", "pattern": "^[1-9][0-9]{0,14}(x[1-9][0-9]{0,2})?$"},
                },
            },
            {
                "name": "month", "in": "query", "required": True,
                "schema": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"}, "example": "2026-12",
            },
        ],
        "responses": {
            "200": {
                "description": "OK",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FreeTimes"}}},
            }
        },
    }
}  # fmt: skip


@cache
def described() -> bytes:
    """The OpenAPI document, pretty and always in the same order."""
    from rathaus.api.views import api

    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX + "/"))
    schema["paths"] = {**schema["paths"], f"{PREFIX}/free-times": FREE_TIMES}
    for one in (schemas.Problem, schemas.FreeTimes):
        _add(schema["components"]["schemas"], one)
    schema["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS)


def _add(components: dict[str, Any], one: type[Schema]) -> None:
    found = one.model_json_schema(ref_template="#/components/schemas/{model}")
    components |= found.pop("$defs", {})
    components[one.__name__] = found


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    is_open = not path.startswith((f"{PREFIX}/holds", f"{PREFIX}/appointments"))
    codes = READING if is_open else WRITING if method == "post" else PERSONAL
    if not is_open:
        operation["security"] = [{"key": []}]
    if method == "post":
        operation["parameters"] = [*operation.get("parameters", []), ONCE]
    problems = {code: {"description": SAID[code], "content": OF_PROBLEM} for code in codes}
    operation["responses"] = {str(k): v for k, v in operation["responses"].items()} | problems
    if path == f"{PREFIX}/holds":
        operation["responses"]["201"]["links"] = LINKS
