"""URLs of the API: the operations of `views`, each behind its gate."""

from collections.abc import Callable

from django.urls import URLPattern, path

from rathaus.api import gate, views

app_name = "api"
OF_THE_TOWN = ("offices", "services")
GATES: dict[str, Callable[[gate.View], gate.View]] = {
    "holds": lambda view: gate.write(view, gate.BOOK, holds=True),
    "confirmation": lambda view: gate.write(view, gate.BOOK),
    "move": lambda view: gate.write(view, gate.CHANGE),
    "cancellation": lambda view: gate.write(view, gate.CHANGE),
    "appointment": lambda view: gate.read(view, gate.CHANGE, gate.BOOK),
    **dict.fromkeys(OF_THE_TOWN, gate.read),
}


def _operations() -> list[URLPattern]:
    found = [p for p in views.api.urls[0] if isinstance(p, URLPattern) and p.name != "api-root"]
    return [path(str(p.pattern), GATES[str(p.name)](p.callback), name=p.name) for p in found]


urlpatterns = [*_operations(), path("openapi.json", gate.read(views.document), name="document")]
