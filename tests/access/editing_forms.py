"""Forms of editing, filled in right."""

from django_tenants.utils import schema_context

from rathaus.catalogue.models import Service
from tests.access.world import TownWorld

FACTS = {"max_persons": "9", "keep_days": "30", "is_public": "on"}


def editing_forms(town: TownWorld) -> dict[str, dict[str, str]]:
    """This will return the forms by the name of their URL."""
    with schema_context(town.name):
        stand = str(Service.objects.get(pk=town.service.pk).revision)
    return {
        "editing:new": FACTS | {"title": f"Fundbüro {town.mark}"},
        "editing:service": FACTS | {"title": f"Reisepass {town.mark}", "stand": stand},
        "editing:words": {"title": f"Passport {town.mark}", "stand": stand},
        "editing:versions": {"fassung": "1"},
        "editing:shown": {"zeigen": "nein"},
        "editing:pick": {"leistung": "hundesteuer"},
        "editing:topics": {"schritt": "neu", "title": f"Umziehen {town.mark}"},
        "editing:topic": {"title_de": f"Familie {town.mark}", "title_en": "Family"},
        "editing:order": {"schritt": f"hoch-{town.service.pk}", "was": "alle"},
        "editing:import": {"schritt": "vergleichen"},
    }
