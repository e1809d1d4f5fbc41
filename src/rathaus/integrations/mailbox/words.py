"""What the pages of the local mailbox say, in German and in English: no Django here, so no gettext."""

from dataclasses import dataclass

Language = str  # a key of WORDS
DEFAULT: Language = "de"


@dataclass(frozen=True)
class Words:
    """All texts of the pages in one language; `{}` stands for what is filled in."""

    mailbox: str
    about: str
    other: str  # the other language, by its own name
    messages: str
    count: str
    nothing: str
    nothing_for: str
    no_texts: str
    to_whom: str
    show: str
    delete: str
    no_subject: str
    mail_to: str
    sms_to: str
    part: str
    parts: str
    sender: str
    recipient: str
    date: str
    reply_to: str
    attachments: str
    html: str
    save: str
    all_messages: str
    not_there: str
    gone: str
    moment: str  # for strftime


GERMAN = Words(
    mailbox="Postfach",
    about="Hier landen alle E-Mails und SMS dieser Installation. Nichts verlässt den Rechner.",
    other="English",
    messages="Nachrichten",
    count="{} von {} Nachrichten",
    nothing="Noch keine Post. Buchen Sie einen Termin, dann kommt hier die Bestätigung an.",
    nothing_for="Noch keine Post für diesen Empfänger.",
    no_texts="Auch SMS stehen hier. Wer mit Handynummer und ohne E-Mail-Adresse bucht, bekommt die Bestätigung gleich "
    "als SMS; wer beides angibt, bekommt am Tag vor dem Termin eine SMS zur Erinnerung.",
    to_whom="E-Mail-Adresse oder Handynummer",
    show="Nachrichten zeigen",
    delete="Alle Nachrichten löschen",
    no_subject="(ohne Betreff)",
    mail_to="E-Mail an {}",
    sms_to="SMS an {} von {}, {}",
    part="1 Teil",
    parts="{} Teile",
    sender="Von",
    recipient="An",
    date="Datum",
    reply_to="Antwort an",
    attachments="Anhänge",
    html="So sieht die E-Mail aus",
    save="Als .eml sichern",
    all_messages="Alle Nachrichten",
    not_there="Nicht da",
    gone="Diese Nachricht gibt es nicht (mehr).",
    moment="%d.%m.%Y %H:%M:%S",
)
ENGLISH = Words(
    mailbox="Mailbox",
    about="All mail and SMS of this installation end up here. Nothing leaves the computer.",
    other="Deutsch",
    messages="Messages",
    count="{} of {} messages",
    nothing="No post yet. Book an appointment, then its confirmation arrives here.",
    nothing_for="No post for this recipient yet.",
    no_texts="SMS stand here as well. Who books with a mobile number and without an e-mail address gets the "
    "confirmation as an SMS at once; who gives both gets an SMS as a reminder on the day before the appointment.",
    to_whom="E-mail address or mobile number",
    show="Show messages",
    delete="Delete all messages",
    no_subject="(no subject)",
    mail_to="E-mail to {}",
    sms_to="SMS to {} from {}, {}",
    part="1 part",
    parts="{} parts",
    sender="From",
    recipient="To",
    date="Date",
    reply_to="Reply to",
    attachments="Attachments",
    html="What the e-mail looks like",
    save="Save as .eml",
    all_messages="All messages",
    not_there="Not there",
    gone="There is no such message (any more).",
    moment="%d/%m/%Y %H:%M:%S",
)
WORDS: dict[Language, Words] = {"de": GERMAN, "en": ENGLISH}


def language_of(accepted: str) -> Language:
    """This will return the language that a browser asks for by Accept-Language, as far as we speak it."""
    wishes = []
    for order, part in enumerate(accepted.split(",")):
        tag, _, weight = part.partition(";q=")
        wishes.append((-_number(weight), order, tag.strip().lower().partition("-")[0]))
    found = (tag for weight, _, tag in sorted(wishes) if tag in WORDS and weight < 0)
    return next(found, DEFAULT if not accepted.strip() else "en")


def _number(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
