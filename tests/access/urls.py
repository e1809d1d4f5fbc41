"""The URLs of the product as its own configuration lists them, and how each of them is asked."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.access.editing_forms import editing_forms
from tests.access.planning_forms import planning_form
from tests.access.protection_forms import protection_forms
from tests.access.world import NEXT_MONDAY, PASSWORD, TownWorld

_numbers = count(1)
UNKNOWN_ID = "01930000-0000-7000-8000-000000000000"


def urls(patterns: Sequence[Any] | None = None, namespace: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """This will walk the URL configuration: the name of every URL in it, and the names of the values that it holds."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from urls(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"a URL without a name: {pattern.pattern}"
            yield f"{namespace}{pattern.name}", frozenset(pattern.pattern.regex.groupindex)


KEYWORDS = dict(urls())


def languages(name: str) -> tuple[str, ...]:
    """This will return the languages in which a URL exists: machines speak none."""
    with translation.override("en"):
        return ("de", "en") if reverse(name, kwargs=_any(name)).startswith("/en/") else ("de",)


def _any(name: str) -> dict[str, Any]:
    values = {"slug": "x", "token": "x", "job_id": 1, "delivery_id": 1, "appointment_id": UNKNOWN_ID, "member_id": 1}
    values |= {
        "kind": "imprint",
        "code": "de",
        "report_id": 1,
        "passkey_id": 1,
        "office_id": 1,
        "counter_id": 1,
        "service_id": 1,
        "client_id": 1,
        "key": "0" * 32,
        "notice_id": 1,
        "upload_id": 1,
        "topic_id": 1,
    }
    return {key: values[key] for key in KEYWORDS[name]}


def address(name: str, language: str, **values: Any) -> str:
    """This will return the path of a URL in a language."""
    with translation.override(language):
        return reverse(name, kwargs={key: values[key] for key in KEYWORDS[name]})


SUBJECTS = {
    "booking:contact": "hold",
    "booking:extend": "hold",
    "booking:release": "hold",
    "booking:confirm": "waiting",
}
SLUGS: dict[str, Callable[[TownWorld], str]] = {
    "portal:service": lambda t: t.service.slug,
    "portal:office": lambda t: t.office.slug,
    "booking:time": lambda t: t.office.slug,
}


def values_for(name: str, town: TownWorld, actor: str) -> dict[str, Any]:
    """This will return the values of a URL: the right ones, except for the link of those who have none."""
    subject = getattr(town, SUBJECTS.get(name, "visit"))
    links = {} if name == "identity:invitation" else {"holder": subject.token, "revoked": subject.old_token}
    return {
        "slug": SLUGS[name](town) if name in SLUGS else "",
        "token": links.get(actor, "A" * len(subject.token)),
        "job_id": town.job_id,
        "delivery_id": town.delivery_id,
        "appointment_id": subject.id,
        "member_id": town.clerk_id,
        "kind": "confirmed" if name == "administration:wording" else "imprint",
        "code": "en" if name == "editing:words" else "de",
        "report_id": 1,
        "passkey_id": 1,
        "office_id": town.office.pk,
        "counter_id": town.counter_id,
        "notice_id": town.notice_id,
        "service_id": town.service.pk,
        "key": "0" * 32,
        "client_id": town.client_id,
        "upload_id": town.upload_id,
        "topic_id": town.topic_id,
    }


def query(name: str, town: TownWorld) -> dict[str, str]:
    """This will return what stands behind the question mark, where a page needs it to show anything."""
    wish = {"l": str(town.service.pk)}
    queries = {
        "booking-api:free-times": {"office": str(town.office.pk), "month": "2026-11", **wish},
        "booking:matters": {"q": "Ausweis", **wish},
        "booking:office": wish,
        "booking:time": wish,
        "portal:services": {"q": "Personalausweis"},
        "portal:suggest": {"q": "Personalausweis"},
        "desk:book": {"leistung": "person"},
    }
    return queries.get(name, {})


PROVIDER = {
    "name": "Stadtkonto",
    "issuer": "https://anmelden.town.example",
    "client_id": "rathaus",
    "schritt": "speichern",
}
PASSKEYS = {
    "account_passkey_new": {"name": "Dienst-Laptop", "password": "falsch"},
    "account_passkey": {"schritt": "entfernen", "password": PASSWORD},
    "account_recovery_codes": {"password": "falsch"},
    "passkey_sign_in": {"answer": "{}"},
}


def form(name: str, town: TownWorld, actor: str) -> dict[str, str]:
    """This will return a form that is filled in right; only the number of an appointment is the holder's secret."""
    monday = NEXT_MONDAY.isoformat()
    known = actor == "holder"
    forms = {
        "booking:hold": {"office": str(town.office.pk), "l": str(town.service.pk), "day": monday, "time": "11:00"},
        "booking:find": {
            "reference": town.visit.reference if known else "22222222",
            "second": town.visit.code if known else "2222",
        },
        "booking:contact": {"name": "Amina", "email": "amina@example.org", "confirm": "1"},
        "booking:release": {"wohin": "ort"},
        "booking:move": {"day": monday, "time": "11:00"},
        "account_login": {"email": f"bruno@{town.name}-amt.example", "password": PASSWORD[::-1]},
        "account_sessions": {"schritt": "passwort", "current": "falsch", "password": "falsch"},
        **PASSKEYS,
        "mfa_authenticate": {"code": "123456"},
        "mfa_activate_totp": {"code": "123456"},
        "desk:office": {"amt": str(town.office.pk)},
        "desk:book": {"leistung": "person", "personen": "1", "weg": "phone", "sprache": "de", "name": "Amina"},
        "desk:find": {"q": "Yılmaz"},
        "desk:call": {"grund": "hours"},
        "desk:step": {"schritt": "angekommen"},
        "desk:move": {"zeit": f"{monday}T11:00"},
        "portal:accessibility": {"text": "Der Kalender wird nicht vorgelesen."},
        "administration:text": {"source": f"## {town.mark}", "schritt": "speichern"},
        "administration:new_notice": {"title_de": f"Hinweis {town.mark}", "from_on": monday},
        "administration:notice": {"schritt": "beenden"},
        "administration:wording": {"subject": "", "body": "{anrede}", "addition": "", "schritt": "speichern"},
        "administration:look": {"title": f"Musterstadt {town.mark}", "schritt": "name"},
        "administration:provider": PROVIDER,
        "administration:colours": {"light": "#1a5f3c", "dark": ""},
        "administration:phones": {"quiet_from": "21", "quiet_until": "7", "price": "1", "most_parts": "500"},
        "administration:invite": {
            "name": f"Gerda {town.mark}",
            "email": f"gerda-{next(_numbers)}@amt.example",
            "role": f"clerk@{town.office.pk}",
        },
        "administration:member": {"schritt": "rolle-geben", "role": f"lead@{town.office.pk}"},
        "api-keys:list": {"title": f"App {town.mark}", "scopes": "book", "most_holds": "10", "most_requests": "10"},
        "desk:cancel": {"note": "Wir schließen früher."},
    }
    if name.startswith("protection:"):
        return protection_forms(town).get(name, {})
    if name.startswith("editing:"):
        return editing_forms(town).get(name, {})
    if name.startswith("planning:"):
        return planning_form(name, town, monday)
    return forms.get(name, {})
