"""The smallest Django site with a page, a page with one indexed query, and one that reads a body."""

import os

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
bridged = bridge.bridge(application, threads=int(os.environ.get("BENCH_THREADS", str(bridge.THREADS))))
