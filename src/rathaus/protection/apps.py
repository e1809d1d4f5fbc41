"""App configuration of protection."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """Pages of the data protection officer."""

    name = "rathaus.protection"
    label = "protection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add the section of this app."""
        from rathaus.identity.rights import Right
        from rathaus.ui.sections import Section, add_section

        hint = _("Auskunft, Kopie und Löschung für eine Person; Pseudonyme im Protokoll auflösen")
        add_section(Section(_("Datenschutz"), "protection:find", "account-circle", Right.PROTECT, 50, hint))
