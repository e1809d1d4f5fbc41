"""What happens to an appointment, in the words of the staff."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "booking.demo": _("Als Beispiel angelegt"),
    "booking.hold": _("Zeit reserviert"),
    "booking.extend": _("Reservierung verlängert"),
    "booking.expire": _("Reservierung abgelaufen"),
    "booking.let-go": _("Reservierung zurückgegeben"),
    "booking.preconfirm": _("Vorgemerkt, wartet auf Bestätigung per E-Mail"),
    "booking.confirm": _("Gebucht"),
    "booking.move": _("Verschoben"),
    "booking.cancel": _("Abgesagt"),
    "booking.renew-link": _("Link und Code erneuert"),
    "booking.check-in": _("Angekommen"),
    "booking.done": _("Erledigt"),
    "booking.no-show": _("Nicht erschienen"),
    "booking.undo": _("Letzter Schritt zurückgenommen"),
    "booking.restrict": _("Eingeschränkt"),
    "booking.lift-restriction": _("Einschränkung aufgehoben"),
    "booking.forget": _("Angaben zur Person gelöscht"),
}
MESSAGES = {
    "confirmed": _("Bestätigung"),
    "please-confirm": _("Bitte um Bestätigung"),
    "moved": _("Neue Zeit"),
    "cancelled": _("Absage"),
    "new-link": _("Neuer Link"),
    "reminder-7d": _("Erinnerung, 7 Tage vorher"),
    "reminder-1d": _("Erinnerung, 1 Tag vorher"),
    "reminder-2h": _("Erinnerung, 2 Stunden vorher"),
}
