"""App configuration of operations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Probes of the running house."""

    name = "rathaus.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add the section of this app."""
        from rathaus.identity.rights import Right
        from rathaus.ui.sections import Section, add_section

        hint = _("Ob alles läuft, und was zu tun ist, wenn nicht")
        add_section(Section(_("Betrieb"), "operations:health", "settings", Right.OPERATE, 90, hint))
