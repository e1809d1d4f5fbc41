"""App configuration of identity."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """Who acts: staff and their roles; citizens later."""

    name = "rathaus.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add what the night forgets, and where persons are."""
        from rathaus.core.persons import hold_persons
        from rathaus.core.retention import Rule, keep
        from rathaus.identity.persons import ACCOUNTS
        from rathaus.identity.sessions import forget_sessions

        hold_persons(ACCOUNTS)
        keep(
            Rule(
                "identity.sessions",
                _("Sitzungen: dass Ihr Browser auf einer unserer Seiten ist"),
                _("bis zum Ablauf, höchstens 10 Stunden, und der folgenden Nacht"),
                _("damit Sie nach der Anmeldung angemeldet bleiben"),
                forget_sessions,
            )
        )
