"""Components of whole pages: frame, breadcrumb, pager, steps, language switch."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, get_language_info
from django.utils.translation import gettext as _

from rathaus.core import retention
from rathaus.ui.frame import HOME, Frame, address_of, languages

register = Library()


def _request(context: Context) -> HttpRequest | None:
    request = context.get("request")
    return request if isinstance(request, HttpRequest) else None


@register.simple_tag(takes_context=True)
def page_frame(context: Context) -> Frame:
    """Give a base template what the frame of this request shows."""
    return Frame(_request(context) or HttpRequest())


@register.simple_tag
def speaks(code: str) -> SafeString:
    """Mark the text of an element as one in a language: `<h1{% speaks text.language %}>`; nothing without a code.

    The direction stands there where it differs from the page's.
    """
    if not code:
        return SafeString("")
    is_bidi = get_language_info(code)["bidi"]
    if is_bidi == get_language_bidi():
        return format_html(' lang="{}"', code)
    return format_html(' lang="{}" dir="{}"', code, "rtl" if is_bidi else "ltr")


@register.inclusion_tag("ui/components/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """Show this page's languages, each in its own name."""
    request = _request(context)
    return {"languages": languages(path=address_of(request) if request else HOME)}


@register.inclusion_tag("ui/components/privacy_notice.html", takes_context=True)
def privacy_notice(context: Context, rule: str, purpose: str) -> dict[str, Any]:
    """Say at a form what is done with what people type, by whom, and for how long by that rule (Art. 13 GDPR)."""
    frame = Frame(_request(context) or HttpRequest())
    url = frame.links["privacy"]
    return {"purpose": purpose, "keeps": retention.rule(rule).keeps, "town": frame.town, "url": url}


@register.inclusion_tag("ui/components/breadcrumb.html")
def breadcrumb(crumbs: Sequence[tuple[str, str]], *, language: str = "") -> dict[str, Any]:
    """Show the way here as (title, url); the page itself comes last, without url, in its `language`."""
    return {"crumbs": crumbs, "language": language}


@register.inclusion_tag("ui/components/steps.html")
def steps(current: int, *, labels: Sequence[str] = (), urls: Sequence[str] = (), name: str = "") -> dict[str, Any]:
    """Show where one is in a journey (1 = first); `urls` lets one go back; two on a page need a `name` each."""
    names = list(labels) or [_("Anliegen"), _("Ort"), _("Zeit"), _("Angaben"), _("Fertig")]
    entries = [
        {
            "number": number,
            "label": label,
            "is_done": number < current,
            "is_current": number == current,
            "url": urls[number - 1] if number < current and number <= len(urls) else "",
        }
        for number, label in enumerate(names, start=1)
    ]
    return {
        "name": name or _("Schritte bis zum Termin"),
        "entries": entries,
        "current": current,
        "total": len(names),
        "label": names[min(current, len(names)) - 1],
    }


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: Context, page: "Page[Any]", *, param: str = "seite", name: str = "") -> dict[str, Any]:
    """Show links to the other pages of a list; other parameters stay; two on a page need a `name` each."""
    request = _request(context)

    def url(number: int) -> str:
        query = request.GET.copy() if request else HttpRequest().GET.copy()
        query[param] = str(number)
        return f"?{query.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    numbers = [
        {"number": number, "url": url(number), "is_current": number == page.number} if isinstance(number, int) else None
        for number in shown
    ]
    return {
        "name": name or _("Weitere Seiten"),
        "numbers": numbers,
        "is_shown": page.paginator.num_pages > 1,
        "page": page.number,
        "total": page.paginator.num_pages,
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
    }
