"""The smallest Django site with a page, a page with one indexed query, and one that reads a body."""

import os
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from rathaus.project.env import parse_database

settings.configure(
    SECRET_KEY="0123456789" * 5,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES={
        "default": {
            **parse_database(os.environ["DATABASE_URL"]),
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    },
)
django.setup()


def plain(_request: HttpRequest) -> HttpResponse:
    """Nothing but Django itself."""
    return HttpResponse(b"hello")


def query(_request: HttpRequest) -> HttpResponse:
    """One indexed query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE oid = %s", [1259])
        return HttpResponse(cursor.fetchone()[0])


def body(request: HttpRequest) -> HttpResponse:
    """The length of the body."""
    return HttpResponse(str(len(request.body)))


urlpatterns = [path("", plain), path("query", query), path("body", body)]

from django.core.wsgi import get_wsgi_application  # noqa: E402 - the settings stand above

from rathaus.project import bridge  # noqa: E402

application = get_wsgi_application()
inline = bridge.bridge(application)
_thread = ThreadPoolExecutor(1)


async def threaded(scope: bridge.Scope, protocol: bridge.HTTPProtocol) -> None:
    """The same bridge, but Django runs in a thread of its own."""
    import asyncio

    headers = bridge.collect_headers(scope.headers.items())
    limits = {"most_bytes": bridge.MOST_BYTES, "most_seconds": bridge.MOST_SECONDS}
    content = await bridge.read_body(protocol, headers, **limits)  # type: ignore[arg-type]
    environ = bridge.make_environ(scope, headers, content)
    answer = await asyncio.get_running_loop().run_in_executor(_thread, bridge.run, application, environ)
    bridge.send(protocol, scope.method, answer)
