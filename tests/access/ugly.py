"""What nobody types on purpose, and where a page would read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

from tests.access.answers import faults_of_headers, faults_of_markup
from tests.access.conftest import undone
from tests.access.urls import address, form, query, values_for
from tests.access.world import TownWorld

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

UGLY = (
    "", "\x00", "a\x00b", "\x1b[31m", "\u200b\u200d", "\u202eanimA", "😀" * 50, "-1", "²", "9" * 24, "9" * 5000, "1x-1",
    "2026-02-30", "0001-01-01", "9999-12-31", "2026-13", "2026-W48-1", "24:00", "2026-11-30T11:00+99:99", "' OR 1=1 --",
    '"><script>x</script>', "%00", "//evil.example/", "javascript:alert(1)", "\ud800",
)  # fmt: skip
WORST = ("\x00", "\ud800", "9" * 24, "9999-12-31", "24:00")  # in each place alone, the others in all at once
FORM = "application/x-www-form-urlencoded"


def encoded(values: dict[str, Any]) -> str:
    """This will return the values as they stand in an address or in a form."""
    return urlencode(values, errors="surrogatepass", doseq=True)


def seen_by(name: str) -> str:
    """This will return who sees most at a URL."""
    return "own" if name.startswith("desk:") else "holder"


def path_of(town: TownWorld, name: str) -> str:
    """This will return the path of a URL, right in everything."""
    return address(name, "de", **values_for(name, town, seen_by(name)))


def spoilt(right: dict[str, str], keys: list[str]) -> Iterator[dict[str, str]]:
    """This will put ugly values in every place, in all but those that are needed, and the worst in each place alone."""
    for ugly in UGLY if keys else ():
        yield dict.fromkeys(keys, ugly)
        if right:
            yield {**dict.fromkeys(keys, ugly), **right}
    for key in keys:
        for worst in WORST:
            yield {**right, key: worst}


@contextmanager
def read_keys(method: str) -> Iterator[set[str]]:
    """This will note which values of an address or a form are asked for."""
    keys: set[str] = set()

    class Noting(QueryDict):
        def __contains__(self, key: object) -> bool:
            keys.add(str(key))
            return super().__contains__(key)

        def __getitem__(self, key: str) -> Any:
            keys.add(key)
            return super().__getitem__(key)

        def getlist(self, key: str, default: Any = None) -> list[Any]:
            keys.add(key)
            return super().getlist(key, default or [])

    def get(request: WSGIRequest) -> QueryDict:
        sent = request.META["QUERY_STRING"] if method == "GET" else request.body
        return Noting(sent, encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequest, method, property(get))
        yield keys


def keys_of(name: str, town: TownWorld, method: str) -> list[str]:
    """This will return what a URL reads of its address or form."""
    path, browser = path_of(town, name), town.browser(seen_by(name))
    with undone(), read_keys(method) as keys:
        if method == "GET":
            browser.get(path, query(name, town))
        else:
            browser.post(path, urlencode(form(name, town, seen_by(name))), content_type=FORM)
    return sorted(keys - {"csrfmiddlewaretoken"})


def faults(answer: "Answer", what: str) -> Iterator[str]:
    """This will tell whether an answer to something ugly is a failure, or lacks protection."""
    if answer.status_code >= 500:
        yield f"{what}: {answer.status_code}"
    for fault in [*faults_of_headers(answer), *faults_of_markup(answer)]:
        yield f"{what}: {fault}"
