"""What the frame around every page shows: the town's name, the links that exist, languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info

from rathaus.core.languages import in_language, is_of_citizens, languages_at

LINKS: Mapping[str, str] = {
    "start": "portal:start",
    "services": "portal:services",
    "offices": "portal:offices",
    "imprint": "portal:imprint",
    "privacy": "portal:privacy",
    "accessibility": "portal:accessibility",
    "easy": "portal:easy",
    "sign": "portal:sign",
    "cookies": "portal:cookies",
    "status": "status",
    "theme": "theme",
    "arms": "arms",
    "find": "booking:find",
    "suggest": "portal:suggest",
    "desk": "desk:today",
    "sign_out": "account_logout",
    "account": "account_sessions",
}


HOME = "/"
LONGEST_ADDRESS = 2000  # that a page repeats in its links; ours are far shorter


@dataclass(frozen=True)
class Language:
    """One entry of the language switch."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class NavEntry:
    """One entry of the rail: shown when its page exists and the role needs it; a minor one on wide screens only."""

    title: str
    url: str
    icon: str = "arrow-forward"
    is_current: bool = False
    count: int | None = None
    is_minor: bool = False


class Frame:
    """The frame of one request; everything is worked out only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def town(self) -> str:
        """The town's title, or nothing where no town is known."""
        return str(getattr(getattr(self._request, "town", None), "title", "") or "")

    @cached_property
    def links(self) -> Mapping[str, str]:
        """Addresses of the pages that exist, by the names of `LINKS`; a missing page is ""."""
        return {name: _address(view) for name, view in LINKS.items()}

    @cached_property
    def arms(self) -> str:
        """The address of the town's arms; those of the house where no town is known."""
        return self.links["arms"] if self.town and self.links["arms"] else static("ui/img/arms.svg")

    @cached_property
    def is_start(self) -> bool:
        """Whether this is the start page, which has a search of its own."""
        return bool(self.links["start"]) and self._request.path == self.links["start"]

    @cached_property
    def languages(self) -> list[Language]:
        """This page in every language that it speaks."""
        return languages(path=address_of(self._request))

    @cached_property
    def german(self) -> str:
        """The German page, where citizens read a translation that no person has reviewed; else nothing."""
        code = get_language() or settings.LANGUAGE_CODE
        path = address_of(self._request)
        return "" if code in settings.REVIEWED_LANGUAGES or not is_of_citizens(path) else in_language(path, "de")

    @cached_property
    def alternates(self) -> list[Language]:
        """A public page in every language, by its whole address, for search engines; the private ones have none."""
        match = self._request.resolver_match
        if match is None or self._request.method != "GET" or match.namespace != LINKS["start"].partition(":")[0]:
            return []
        house = f"{self._request.scheme}://{self._request.get_host()}"
        return languages(path=address_of(self._request).partition("?")[0], house=house)


def address_of(request: HttpRequest) -> str:
    """Return path and query of a request; of one longer than any page of ours the path, or the start page."""
    found = (request.get_full_path(), request.get_full_path().partition("?")[0], HOME)
    return next(path for path in found if len(path) <= LONGEST_ADDRESS)


def languages(*, path: str, house: str = "") -> list[Language]:
    """Return the address of `path` in every language that it speaks, below `house` (scheme and host) if given."""
    current = get_language() or settings.LANGUAGE_CODE
    return [
        Language(
            code=code,
            name=str(get_language_info(code)["name_local"]).capitalize(),
            url=house + in_language(path, code),
            is_current=code == current,
        )
        for code in languages_at(path)
    ]


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
