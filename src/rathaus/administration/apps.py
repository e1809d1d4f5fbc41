"""App configuration of administration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdministrationConfig(AppConfig):
    """Pages by which a town is run."""

    name = "rathaus.administration"
    label = "administration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add the sections of this app, and what the night forgets."""
        from rathaus.administration.retention import LETTERS
        from rathaus.core.retention import keep
        from rathaus.identity.rights import Right
        from rathaus.ui.sections import Section, add_section

        hint = _("Einladen, Rollen geben und nehmen, Zugänge schließen")
        add_section(Section(_("Personal"), "administration:staff", "people", Right.STAFF, 10, hint))
        look = _("Wie die Stadt auf allen Seiten und in E-Mails heißt, und ihr Bild")
        add_section(Section(_("Name und Wappen"), "administration:look", "home", Right.TOWN, 24, look))
        colours = _("Farbe der Stadt für helle und dunkle Seiten, auf Lesbarkeit geprüft")
        add_section(Section(_("Farben"), "administration:colours", "settings", Right.TOWN, 25, colours))
        texts = _("Impressum, Datenschutz, Barrierefreiheit und Hinweise schreiben")
        add_section(Section(_("Texte der Stadt"), "administration:texts", "edit", Right.TOWN, 20, texts))
        notices = _("Was auf der Startseite steht, und von wann bis wann")
        add_section(Section(_("Hinweise"), "administration:notices", "info", Right.EDIT, 21, notices))
        words = _("Worte der Bestätigung, der Erinnerung, der Absage und der anderen E-Mails")
        add_section(Section(_("Nachrichten"), "administration:wordings", "mail", Right.EDIT, 22, words))
        phones = _("Kosten, Ruhezeiten und Grenze des Monats")
        add_section(Section(_("SMS"), "administration:phones", "phone", Right.TOWN, 40, phones))
        sign_in = _("Mit dem Konto der Stadt anmelden (OpenID Connect)")
        add_section(Section(_("Anmeldung"), "administration:provider", "settings", Right.TOWN, 30, sign_in))
        keep(LETTERS)
