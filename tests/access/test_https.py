"""In production everything goes over https: cookies leave the browser no other way, and browsers are told so."""

import json

from tests.peers import python

ASK = """
import json
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from rathaus.project.middleware import SecurityHeadersMiddleware

answer = SecurityHeadersMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
flags = [f"{kind}_COOKIE_{flag}" for kind in ("SESSION", "CSRF") for flag in ("NAME", "PATH", "DOMAIN")]
names = [f"{kind}_COOKIE_{flag}" for kind in ("SESSION", "CSRF") for flag in ("SECURE", "HTTPONLY", "SAMESITE")]
print(json.dumps({"cookies": [getattr(settings, name) for name in names],
                  "named": [getattr(settings, name) for name in flags],
                  "debug": settings.DEBUG,
                  "always": answer.headers.get("Strict-Transport-Security", "")}))
"""
PRODUCTION = {
    "RATHAUS_MODE": "production",
    "RATHAUS_SECRET_KEY": "correct horse battery staple, and then some more of it",
    "RATHAUS_SMTP_URL": "smtp+starttls://post:geheim@mail.example:587",
    "RATHAUS_MAIL_FROM": "Rathaus Musterstadt <post@musterstadt.example>",
}


def test_cookies_and_browsers_know_https_only(db: None) -> None:
    done = python(ASK, **PRODUCTION)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["cookies"] == [True, True, "Lax"] * 2
    assert told["debug"] is False
    assert told["always"] == "max-age=31536000; includeSubDomains"


def test_no_neighbour_and_no_plain_http_can_plant_a_cookie(db: None) -> None:
    done = python(ASK, **PRODUCTION)

    assert json.loads(done.stdout)["named"] == ["__Host-sessionid", "/", None, "__Host-csrftoken", "/", None]
