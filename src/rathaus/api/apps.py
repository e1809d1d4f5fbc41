"""App configuration of api."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The API for machines."""

    name = "rathaus.api"
    label = "api"

    def ready(self) -> None:
        """This will add the section of keys, what the night forgets, and the names of programs."""
        from rathaus.api.keys import titles
        from rathaus.api.retention import RULE
        from rathaus.core.actors import name_actors
        from rathaus.core.retention import keep
        from rathaus.identity.rights import Right
        from rathaus.ui.sections import Section, add_section

        hint = _("Schlüssel für Programme, die hier Termine buchen")
        add_section(Section(_("Schnittstellen"), "api-keys:list", "settings", Right.TOWN, 60, hint))
        keep(RULE)
        name_actors("api", titles)
