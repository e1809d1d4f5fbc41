"""What the administration keeps for how long; citizens read this on the privacy page, in all languages."""

from django.utils.translation import gettext_lazy as _

from rathaus.administration.actions import forget_letters
from rathaus.core.retention import Rule

LETTERS = Rule(
    "administration.letters",
    _("Dass eine Person, die bei der Stadt arbeitet, zu Rathaus eingeladen wurde oder ihre Anmeldung geändert hat"),
    _("30 Tage danach"),
    _("damit eine E-Mail darüber, die nicht ankommt, noch einmal verschickt werden kann"),
    forget_letters,
)
