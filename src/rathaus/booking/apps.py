"""App configuration of booking."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    """Day sheets, holds, appointments."""

    name = "rathaus.booking"
    label = "booking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will add what the night forgets, and where persons are."""
        from rathaus.booking.actions.forget import forget_contacts, forget_holds
        from rathaus.booking.persons import VISITS
        from rathaus.core.persons import hold_persons
        from rathaus.core.retention import Rule, keep

        hold_persons(VISITS)

        keep(
            Rule(
                "booking.contact",
                _("Name, E-Mail-Adresse, Handynummer und Bemerkung zu Ihrem Termin"),
                _("30 Tage nach dem Termin oder der Absage. Bei einzelnen Leistungen kann die Frist anders sein."),
                _("damit wir Rückfragen zu Ihrem Termin beantworten können"),
                forget_contacts,
            )
        )
        keep(
            Rule(
                "booking.hold",
                _("Zeiten, die Sie ausgewählt, aber nicht gebucht haben"),
                _("1 Stunde, nachdem die Reservierung abgelaufen ist"),
                _("damit Sie nicht noch einmal von vorne anfangen müssen"),
                forget_holds,
            )
        )
