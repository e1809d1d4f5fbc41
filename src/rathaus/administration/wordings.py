"""What the administration does to the town's words of messages, and the words in which it speaks about them."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.audit.actions import Entry, next_sequence, record
from rathaus.booking.samples import text_values
from rathaus.core.errors import NotPermitted, Refused
from rathaus.identity.queries import Actor
from rathaus.identity.rights import Right
from rathaus.notifications.models import Wording
from rathaus.notifications.wordings import KEPT, Flaw, WordKind, Words, flaws

STREAM = "notifications/wordings"
TITLES: dict[str, str | Promise] = {
    "confirmed": gettext_lazy("Termin gebucht"),
    "please-confirm": gettext_lazy("Bitte bestätigen"),
    "reminder": gettext_lazy("Erinnerung"),
    "moved": gettext_lazy("Termin verschoben"),
    "cancelled": gettext_lazy("Abgesagt von der Person"),
    "called-off": gettext_lazy("Abgesagt vom Amt"),
    "new-link": gettext_lazy("Neuer Link"),
    "sms-confirmed": gettext_lazy("SMS: Termin gebucht"),
    "sms-reminder": gettext_lazy("SMS: Erinnerung"),
    "sms-moved": gettext_lazy("SMS: Termin verschoben"),
    "sms-new-link": gettext_lazy("SMS: Neuer Link"),
    "sms-cancelled": gettext_lazy("SMS: Abgesagt von der Person"),
    "sms-called-off": gettext_lazy("SMS: Abgesagt vom Amt"),
}
MARKS: dict[str, str | Promise] = {
    "anrede": gettext_lazy("„Guten Tag Erika Muster,“, ohne Namen „Guten Tag,“"),
    "name": gettext_lazy("Name der Person, manchmal leer"),
    "wann": gettext_lazy("Tag und Uhrzeit des Termins"),
    "bis": gettext_lazy("Uhrzeit, bis zu der man bestätigen muss"),
    "in_tagen": gettext_lazy("„morgen ist Ihr Termin.“"),
    "amt": gettext_lazy("Name des Amts"),
    "stadt": gettext_lazy("Name der Stadt"),
    "leistung": gettext_lazy("worum es geht; bei heiklen Leistungen neutral"),
    "ort": gettext_lazy("Anschrift des Amts"),
    "link": gettext_lazy("kurzer Link, mit dem man den Termin ansieht, verschiebt oder absagt"),
    "nummer": gettext_lazy("Terminnummer"),
    "nachricht": gettext_lazy("was das Amt zur Absage geschrieben hat, manchmal leer"),
}


class Flawed(Refused):
    """The words cannot be sent as they are."""


@transaction.atomic
def set_words(
    *, kind: WordKind, language: str, office_id: int | None, words: Words, by: Actor, at: datetime
) -> Wording:
    """This will make these words the ones that count; empty ones lead back to ours. Twenty versions are kept.

    :raises Flawed: when they hold an unknown mark, lack a needed one, are too long, or an office replaces the town's.
    :raises rathaus.core.errors.NotPermitted: for those who do not edit.
    """
    if not by.may(Right.EDIT):
        raise NotPermitted(_("Die Worte der Nachrichten schreibt die Redaktion."))
    for flaw in flaws(kind, words, example_of(kind, language, at)):
        raise Flawed(told(flaw), field=flaw.part)
    if office_id is not None and (words.subject or words.body or kind.is_text):
        raise Flawed(_("Ein Amt ergänzt die Nachricht nur."), field="addition")
    row = Wording.objects.create(
        kind=kind.code, language=language, office_id=office_id, subject=words.subject, body=words.body,
        addition=words.addition, written_at=at,
    )  # fmt: skip
    _forget_old(row)
    facts = (("what", [kind.code, language, str(office_id or "")]),)
    record([Entry(STREAM, next_sequence(STREAM), at, by.pseudonym, "notifications.set_words", "town", (), facts)])
    return row


def example_of(kind: WordKind, language: str, at: datetime) -> dict[str, str]:
    """This will return the values by which the parts of an SMS are counted; none for mails."""
    return text_values(kind, language, at) if kind.is_text else {}


def told(flaw: Flaw) -> str:
    """This will say what is wrong with words, and what to do."""
    texts = {
        "unknown": _("Die Marke %(what)s gibt es hier nicht. Bitte nehmen Sie eine aus der Liste."),
        "brace": _("Bei „%(what)s“ steht eine geschweifte Klammer allein. Bitte schreiben Sie Marken so: {wann}."),
        "needed": _("Die Marke %(what)s fehlt. Ohne sie erfahren die Menschen nicht, was sie wissen müssen."),
        "long": _("Bitte kürzen Sie auf höchstens %(what)s Zeichen."),
        "mail": _("Eine SMS hat nur einen Text."),
        "parts": _("Diese SMS hat mehr als %(what)s Teile. Bitte kürzen Sie sie."),
        "lines": _("Ein Betreff hat nur eine Zeile."),
    }
    return texts[flaw.reason] % {"what": flaw.what}


def _forget_old(row: Wording) -> None:
    same = Wording.objects.filter(kind=row.kind, language=row.language, office=row.office_id)
    Wording.objects.filter(pk__in=list(same.values_list("pk", flat=True)[KEPT:])).delete()
