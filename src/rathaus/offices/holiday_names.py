"""The public holidays of Germany in the languages of citizens."""

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

BETWEEN = "; "  # two holidays may fall on one day
NAMES = (
    gettext_noop("Neujahr"),
    gettext_noop("Heilige Drei Könige"),
    gettext_noop("Frauentag"),
    gettext_noop("Karfreitag"),
    gettext_noop("Ostersonntag"),
    gettext_noop("Ostermontag"),
    gettext_noop("Erster Mai"),
    gettext_noop("Christi Himmelfahrt"),
    gettext_noop("Pfingstsonntag"),
    gettext_noop("Pfingstmontag"),
    gettext_noop("Fronleichnam"),
    gettext_noop("Augsburger Hohes Friedensfest"),
    gettext_noop("Mariä Himmelfahrt"),
    gettext_noop("Weltkindertag"),
    gettext_noop("Tag der Deutschen Einheit"),
    gettext_noop("Reformationstag"),
    gettext_noop("Allerheiligen"),
    gettext_noop("Buß- und Bettag"),
    gettext_noop("Erster Weihnachtstag"),
    gettext_noop("Zweiter Weihnachtstag"),
)


def in_language(german: str, language: str) -> str:
    """This will return the name of a day in a language; what happens only once keeps its German name."""
    with translation.override(language):
        return BETWEEN.join(gettext(name) for name in german.split(BETWEEN))
