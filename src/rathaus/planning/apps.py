"""App configuration of planning."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Pages by which offices are planned."""

    name = "rathaus.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add the section of this app."""
        from rathaus.identity.rights import Right
        from rathaus.ui.sections import Section, add_section

        hint = _("Ämter, Schalter, Leistungen vor Ort, Öffnungsregeln und Schließtage")
        add_section(Section(_("Ämter und Zeiten"), "planning:offices", "place", Right.PLAN, 30, hint))
