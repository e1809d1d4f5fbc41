"""App configuration of editing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    """Pages by which services are written."""

    name = "rathaus.editing"
    label = "editing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add the section of this app."""
        from rathaus.identity.rights import Right
        from rathaus.ui.sections import Section, add_section

        hint = _("Was die Stadt anbietet: Texte in allen Sprachen, Suchwörter, frühere Fassungen")
        add_section(Section(_("Leistungen"), "editing:services", "edit", Right.EDIT, 20, hint))
