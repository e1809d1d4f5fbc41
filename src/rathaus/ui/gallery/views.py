"""The pages of the gallery: harmless, open to everybody, found by no search engine."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.ui.gallery.samples import samples
from rathaus.ui.states import shows

PARTS = {
    "bausteine": gettext_lazy("Bausteine"),
    "formulare": gettext_lazy("Formulare"),
    "termine": gettext_lazy("Tage und Zeiten"),
    "wege": gettext_lazy("Wege durch die Seiten"),
    "arbeitsplatz": gettext_lazy("Für dichte Seiten"),
}
COLOURS = {"": gettext_lazy("wie Ihr Gerät"), "hell": gettext_lazy("hell"), "dunkel": gettext_lazy("dunkel")}
READINGS = {
    "": gettext_lazy("wie die Sprache"),
    "ltr": gettext_lazy("nach rechts"),
    "rtl": gettext_lazy("nach links"),
}
SHEETS = {"": "ui/rathaus.css", "hell": "ui/rathaus-light.css", "dunkel": "ui/rathaus-dark.css"}


@dataclass(frozen=True)
class Choice:
    """One value of a switch."""

    title: Promise
    url: str
    is_current: bool


@shows("blocks", "forms", "times", "ways", "dense")
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """This will show every component of one part in every state, in the colours and the direction of the address."""
    wanted = request.GET.get("teil", "")
    part = wanted if wanted in PARTS else next(iter(PARTS))
    direction = request.GET.get("richtung", "")
    if direction not in {"ltr", "rtl"}:
        direction = "rtl" if get_language_bidi() else "ltr"
    context = {
        **samples(),
        "title": PARTS[part],
        "switches": _switches(request),
        "sheet": SHEETS.get(request.GET.get("farben", ""), SHEETS[""]),
        "direction": direction,
        "body": f"ui/gallery/{part}.html",
    }
    return render(request, "ui/gallery/page.html", context)


def _switches(request: HttpRequest) -> list[tuple[str, list[Choice]]]:
    return [
        (_("Teile"), _choices(request, "teil", PARTS)),
        (_("Farben"), _choices(request, "farben", COLOURS)),
        (_("Leserichtung"), _choices(request, "richtung", READINGS)),
    ]


def _choices(request: HttpRequest, name: str, values: Mapping[str, Promise]) -> list[Choice]:
    """Return the choices of a switch, the first being what an address without the switch means; others stay."""
    first = next(iter(values))
    now = request.GET.get(name, "")
    return [
        Choice(title, _address(request, **{name: value}), value == (now if now in values else first))
        for value, title in values.items()
    ]


def _address(request: HttpRequest, **values: str) -> str:
    query = request.GET.copy()
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"
