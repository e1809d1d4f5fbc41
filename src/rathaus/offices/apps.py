"""App configuration of offices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    """Where the town works: offices, opening hours, closures, holidays."""

    name = "rathaus.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add what the night forgets, and where persons are."""
        from rathaus.core.persons import hold_persons
        from rathaus.core.retention import Rule, keep
        from rathaus.offices.actions import forget_reports
        from rathaus.offices.persons import REPORTS

        hold_persons(REPORTS)

        keep(
            Rule(
                "offices.barrier",
                _("Ihre E-Mail-Adresse, wenn Sie eine Barriere melden"),
                _("1 Jahr"),
                _("damit wir Ihnen antworten können"),
                forget_reports,
            )
        )
