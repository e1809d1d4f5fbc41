"""The desk's words for states, steps and messages."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rathaus.booking.happenings import EVENTS, MESSAGES
from rathaus.booking.models import TICK_MINUTES, Appointment, State
from rathaus.booking.rules import ticks
from rathaus.notifications.models import Delivery

__all__ = ["EVENTS", "MESSAGES"]
Tone = Literal["info", "success", "warning", "danger"]
TONES: dict[str, Tone] = {
    State.PRECONFIRMED: "warning",
    State.CONFIRMED: "info",
    State.CHECKED_IN: "success",
    State.DONE: "success",
    State.NO_SHOW: "danger",
    State.CANCELLED: "warning",
}
ICONS = {State.CHECKED_IN: "success", State.DONE: "check", State.NO_SHOW: "close", State.CANCELLED: "close"}
STATES = {
    State.HELD: gettext_lazy("wird gerade gebucht"),
    State.PRECONFIRMED: gettext_lazy("vorgemerkt"),
    State.CONFIRMED: gettext_lazy("erwartet"),
    State.CHECKED_IN: gettext_lazy("angekommen"),
    State.DONE: gettext_lazy("erledigt"),
    State.NO_SHOW: gettext_lazy("nicht erschienen"),
    State.CANCELLED: gettext_lazy("abgesagt"),
    State.EXPIRED: gettext_lazy("abgelaufen"),
}
OWN_WORDS = {
    **{kind: MESSAGES[kind] for kind in ("confirmed", "please-confirm", "moved", "new-link")},
    "reminder": gettext_lazy("Erinnerung"),
    "cancelled": gettext_lazy("Absage"),
    "called-off": gettext_lazy("Absage durch das Amt"),
}
DELIVERIES = {
    Delivery.State.WAITING: gettext_lazy("wartet"),
    Delivery.State.SENDING: gettext_lazy("wird gesendet"),
    Delivery.State.SENT: pgettext_lazy("Nachricht", "gesendet"),
    Delivery.State.NOTHING: gettext_lazy("nicht mehr nötig"),
    Delivery.State.CANCELLED: gettext_lazy("zurückgezogen"),
    Delivery.State.FAILED: gettext_lazy("nicht zustellbar"),
}
DELIVERY_TONES: dict[str, Tone] = {Delivery.State.SENT: "success", Delivery.State.FAILED: "danger"}
TASKS = {
    "booking.send_notices": gettext_lazy("Nachrichten senden"),
    "booking.tidy": gettext_lazy("Reservierungen aufräumen und Nachrichten senden"),
    "booking.tell_otherwise": gettext_lazy("Per E-Mail schreiben, was eine SMS nicht konnte"),
    "booking.nightly": gettext_lazy("Nächtliche Planung und Zählprobe"),
    "booking.every_minute": gettext_lazy("Arbeit jeder Minute anstoßen, für alle Kommunen"),
    "booking.every_night": gettext_lazy("Arbeit der Nacht anstoßen, für alle Kommunen"),
    "administration.tell_of_sign_in": gettext_lazy("Über eine geänderte Anmeldung schreiben"),
    "catalogue.carry_out": gettext_lazy("Leistungen aus einer Datei übernehmen oder zurücknehmen"),
    "towns.every_night": gettext_lazy("Nächtliche Sicherung, für alle Kommunen"),
    "project.demo_lives_on": gettext_lazy("Beispieltermine fortschreiben"),
    "project.retry_stalled": gettext_lazy("Hängende Aufträge neu anstoßen, für alle Kommunen"),
}


def actor_words(actor: str, programs: Mapping[str, str]) -> str:
    """This will return who did something, without saying which clerk; programs by their names."""
    if actor.startswith("staff/"):
        return _("Sachbearbeitung")
    if actor.startswith("api/"):
        return _("Programm „%(title)s“") % {"title": programs.get(actor, actor)}
    return _("System") if actor == "system" else _("Bürgerin oder Bürger")


def day_words(day: date) -> str:
    """This will return a day as people read it: "Montag, 7. Dezember 2026"."""
    return date_format(day, _("l, j. F Y"))


def short_day(day: date) -> str:
    """This will return a day in few characters: "Mo 7. Dez."."""
    return date_format(day, _("D j. b"))


def span_words(appointment: Appointment) -> str:
    """This will return from when to when, in the office's wall clock: "9:20 bis 9:40"."""
    first, last = _clock(appointment.first_tick), _clock(appointment.first_tick + appointment.ticks)
    return _("%(first)s bis %(last)s") % {"first": first, "last": last}


def _clock(tick: int) -> str:
    minutes = tick * TICK_MINUTES
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def moment_words(moment: datetime, zone: str) -> str:
    """This will return a moment in the office's zone: "23.11.2026, 10:05"."""
    return date_format(ticks.local(moment, zone), _("d.m.Y, G:i"))
