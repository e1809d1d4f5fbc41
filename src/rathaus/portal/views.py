"""The citizen's pages: start, services, offices, legal texts. They read only, and show nobody's data."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.catalogue import search as find
from rathaus.catalogue.models import ServiceText
from rathaus.core.languages import in_language
from rathaus.offices.models import LegalText, OfficeText
from rathaus.offices.notices import notices_at
from rathaus.offices.queries import place
from rathaus.portal.forms import FurtherForm, PersonsForm
from rathaus.portal.queries import offices as of_offices
from rathaus.portal.queries import services as of_services
from rathaus.portal.queries.languages import FALLBACK
from rathaus.portal.searching import clean_query
from rathaus.ui.states import shows, shows_no_page
from rathaus.ui.tags.forms import Suggestion

OFFICES_ON_START = 6
MOST_TILES = 24
MOST_HITS = 30
MOST_SUGGESTIONS = 6
Crumbs = list[tuple[str, str]]


def language() -> str:
    """This will return the language of the page."""
    return get_language() or FALLBACK


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """This will render a public page: nobody's data, kept by the browser only after asking again."""
    response = render(request, f"portal/{template}.html", context, status=status)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def unreviewed(request: HttpRequest, text: ServiceText | OfficeText | LegalText | None) -> dict[str, Any]:
    """This will return whether people read a translation that no person has reviewed, and where the German text is."""
    is_translated = text is not None and text.language == language() != FALLBACK
    return {
        "is_unreviewed": is_translated and text is not None and not text.is_reviewed,
        "german_url": in_language(request.get_full_path(), FALLBACK),
    }


def crumbs(*steps: tuple[str, str]) -> Crumbs:
    """This will return the way to a page, beginning at the start page."""
    return [(_("Start"), reverse("portal:start")), *steps]


@shows("usual", "notice", "notices", "empty")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """This will show the start page (6 queries)."""
    town_place, now = place(), timezone.now()
    offices = of_offices.offices_now(place=town_place, at=now, language=language())
    known = [o for o in offices if o.opening.today or o.opening.next_at or o.opening.reason]
    context = {
        "place": town_place,
        "notices": notices_at(now, language()),
        "notice": of_offices.legal_text(LegalText.Kind.NOTICE, language()),
        "frequent": of_services.frequent(language()),
        "topics": of_services.topics(language()),
        "offices": known[:OFFICES_ON_START],
        "has_more_offices": len(offices) > len(known[:OFFICES_ON_START]),
    }
    return page(request, "start", context)


@shows("all", "topic", "found", "typo", "many", "nothing", "empty")
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """This will list services: by life situation, of one life situation, or those that were searched for."""
    query = clean_query(request.GET.get("q", ""))
    if query:
        return _results(request, query)
    slug = request.GET.get("thema", "")
    topics = of_services.topics(language())
    if slug:
        return _topic(request, slug, topics)
    context = {
        "crumbs": crumbs((_("Leistungen"), "")),
        "topics": topics,
        "letters": of_services.all_services(language()),
        "has_search": True,
    }
    return page(request, "services", context)


def _topic(request: HttpRequest, slug: str, topics: list[of_services.TopicEntry]) -> HttpResponse:
    topic = next((t for t in topics if t.slug == slug), None)
    if topic is None:
        raise Http404
    context = {
        "crumbs": crumbs((_("Leistungen"), reverse("portal:services")), (topic.title, "")),
        "topic": topic,
        "services": of_services.services_of(topic, language()),
        "topics": [t for t in topics if t != topic],
    }
    return page(request, "topic", context)


def _results(request: HttpRequest, query: str) -> HttpResponse:
    hits = of_services.found(query, language(), MOST_HITS + 1)
    context: dict[str, Any] = {
        "crumbs": crumbs((_("Leistungen"), reverse("portal:services")), (_("Suche"), "")),
        "query": query,
        "hits": hits[:MOST_HITS],
        "has_more": len(hits) > MOST_HITS,
        "has_search": True,
    }
    if not hits:
        context |= {"topics": of_services.topics(language()), "place": place()}
    return page(request, "results", context)


@shows("some", "nothing")
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """This will answer while somebody types: a few services; without scripts the whole page of results."""
    if not request.headers.get("HX-Request"):
        return services(request)
    query = clean_query(request.GET.get("q", ""))
    hits = find.suggest(query, language(), MOST_SUGGESTIONS + 1) if query else []
    items = [Suggestion(h.title, reverse("portal:service", args=[h.slug])) for h in hits[:MOST_SUGGESTIONS]]
    more = f"{reverse('portal:services')}?{urlencode({'q': query})}" if len(hits) > MOST_SUGGESTIONS else ""
    response = page(request, "suggest", {"items": items, "query": query, "all_url": more})
    response.headers["Vary"] = "HX-Request"
    return response


@shows("bookable", "several", "places", "unknown", "online", "by-phone", "foreign", "unreviewed")
@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show a service: costs, what to bring, how long, where, and the way to an appointment."""
    found = of_services.service_page(slug, language())
    if found is None:
        raise Http404
    booking = found.booking
    context = {
        "crumbs": crumbs((_("Leistungen"), reverse("portal:services")), (found.text.title, "")),
        "page": found,
        "text": found.text,
        "is_foreign": found.text.language != language(),
        **unreviewed(request, found.text),
        "is_described": not found.text.summary,
        "phone": found.phone or place().phone,
        "persons": PersonsForm(found.service.pk, booking.most_persons) if booking else None,
        "further": FurtherForm(booking) if booking and booking.further else None,
    }
    return page(request, "service", context)


@shows("usual", "long", "empty")
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """This will list the offices with their doors as they are now."""
    found = of_offices.offices_now(place=place(), at=timezone.now(), language=language())
    context = {"crumbs": crumbs((_("Ämter"), "")), "offices": found, "is_long": len(found) > MOST_TILES}
    return page(request, "offices", context)


@shows("usual", "closed-days", "unknown", "foreign")
@require_safe
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show an office: where, when, how to get in, what it does."""
    found = of_offices.office_page(slug, at=timezone.now(), language=language())
    if found is None:
        raise Http404
    context = {
        "crumbs": crumbs((_("Ämter"), reverse("portal:offices")), (found.text.title, "")),
        "page": found,
        "text": found.text,
        "is_foreign": found.text.language != language(),
        **unreviewed(request, found.text),
    }
    return page(request, "office", context)


@shows_no_page("a file for search engines")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """This will tell search engines what to leave alone; a demonstration altogether."""
    is_demo = bool(getattr(getattr(request, "town", None), "is_demo", False))
    closed = ["/"] if is_demo else ["/termin/", "/desk/", "/api/", "/leistungen/vorschlaege/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
