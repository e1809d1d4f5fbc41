"""App configuration of core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The ground floor."""

    name = "rathaus.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add what the night forgets."""
        from rathaus.core import limits
        from rathaus.core.jobs import forget_failed
        from rathaus.core.retention import Rule, keep

        keep(
            Rule(
                "core.limits",
                _("Wie oft etwas von einem Internet-Anschluss aus versucht wurde, ohne die Adresse im Klartext"),
                _("höchstens 48 Stunden"),
                _("damit niemand Termine hortet oder Nummern errät"),
                limits.forget,
            )
        )
        keep(
            Rule(
                "core.jobs",
                _("Arbeitsschritte unserer Software, die nicht gelungen sind: nur Nummern, keine Namen"),
                _("30 Tage"),
                _("damit wir Fehler finden und beheben"),
                forget_failed,
            )
        )
