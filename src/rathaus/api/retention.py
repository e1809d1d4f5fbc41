"""What the night forgets of programs; citizens read it on the privacy page."""

from django.utils.translation import gettext_lazy as _

from rathaus.api.idempotency import forget
from rathaus.core.retention import Rule

RULE = Rule(
    "api.idempotency",
    _("Welche Anfragen andere Programme schon gestellt haben: nur Nummern und Prüfwerte"),
    _("24 Stunden"),
    _("damit eine Anfrage, die zweimal kommt, nur einmal etwas bewirkt"),
    forget,
)
