"""Messages about appointments, worded at the moment of sending: what is no longer true is not sent."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.booking import text_messages, words
from rathaus.booking.actions.trail import REMINDERS, TEXT
from rathaus.booking.ics import Method, calendar_file
from rathaus.booking.links import code_of, token_of
from rathaus.booking.models import Appointment, State
from rathaus.booking.qr import qr_code
from rathaus.booking.wordings import kind_of, values_of
from rathaus.notifications.ports import Attachment, Message, Picture
from rathaus.notifications.wordings import Drafts, own_words
from rathaus.offices.queries import arms_for_mail, place, text_of
from rathaus.towns import queries as towns

TOO_LATE_TO_CANCEL_A_PAST_VISIT = timedelta(days=1)


@dataclass(frozen=True)
class Letter:
    """A message before it is laid out as text and as HTML."""

    language: str
    sender: str
    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    bring: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    phone: str
    additions: tuple[tuple[str, str], ...] = ()  # language and text
    arms: Picture | None = None

    @property
    def direction(self) -> str:
        """Which way its language runs, as HTML says it."""
        return "rtl" if self.language in settings.LANGUAGES_BIDI else "ltr"

    @property
    def is_unreviewed(self) -> bool:
        """Whether no person has checked the words of its language."""
        return self.language not in settings.REVIEWED_LANGUAGES


def compose(subject_id: str, kind: str, at: datetime) -> Message | None:
    """This will word the message of that kind about an appointment.

    None when there is nothing to say (any more): the appointment is gone, has no e-mail (for an SMS: no mobile number),
    or the kind no longer fits what became of it.
    """
    appointment = _appointment(subject_id)
    is_text = kind.startswith(TEXT)
    if appointment is None or not (appointment.mobile if is_text else appointment.email):
        return None
    wording = _wording(appointment, kind.removeprefix(TEXT), at)
    if wording is None:
        return None
    language = appointment.language if appointment.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        if is_text:
            return text_messages.word(appointment, wording, language)
        return _message(appointment, wording, language, at)


def _appointment(subject_id: str) -> Appointment | None:
    try:
        key = UUID(subject_id)
    except ValueError:
        return None
    found = Appointment.objects.filter(pk=key).select_related("office")
    return found.prefetch_related("office__texts", "lines__service__texts").first()


def _wording(appointment: Appointment, kind: str, at: datetime) -> str | None:
    """The template that fits kind and present state; None where nothing fits."""
    state, start = State(appointment.state), appointment.starts_at
    if kind == "cancelled":
        is_of_use = state is State.CANCELLED and at < start + TOO_LATE_TO_CANCEL_A_PAST_VISIT
        return "cancelled" if is_of_use else None
    if at >= start:
        return None
    if kind in {"please-confirm", "moved", "new-link"} and state is State.PRECONFIRMED:
        still = appointment.held_until is not None and at < appointment.held_until
        return "please-confirm" if still else None
    if state is not State.CONFIRMED:
        return None
    if kind in {"confirmed", "moved", "new-link"}:
        return kind
    is_restricted = appointment.restricted_at is not None  # we answer what the person does, and start nothing
    return "reminder" if _is_due(kind, start, at) and not is_restricted else None


def _is_due(kind: str, start: datetime, at: datetime) -> bool:
    """Whether a reminder's time has come, and the next one's has not: a late one gives way to the next."""
    names = [name for name, _before in REMINDERS]
    if kind not in names:
        return False
    number = names.index(kind)
    ends = start - REMINDERS[number + 1][1] if number + 1 < len(REMINDERS) else start
    return start - REMINDERS[number][1] <= at < ends


def _message(appointment: Appointment, wording: str, language: str, at: datetime) -> Message:
    message = lay_out(letter_for(appointment, wording, language, at), to=appointment.email)
    return replace(message, reply_to=appointment.office.email, attachments=_attachments(appointment, wording))


def lay_out(letter: Letter, *, to: str) -> Message:
    """This will lay a letter out as text and as HTML."""
    return Message(
        to=to,
        sender=letter.sender,
        subject=letter.subject,
        text=render_to_string("booking/mail/letter.txt", {"letter": letter}).strip() + "\n",
        html=render_to_string("booking/mail/letter.html", {"letter": letter}),
        pictures=(letter.arms,) if letter.arms else (),
    )


def _arms() -> Picture | None:
    png = arms_for_mail()
    return Picture(f"wappen-{sha256(png).hexdigest()[:16]}@rathaus", png, "image/png") if png else None


def _attachments(appointment: Appointment, wording: str) -> tuple[Attachment, ...]:
    methods: dict[str, Method] = {"confirmed": "REQUEST", "moved": "REQUEST", "cancelled": "CANCEL"}
    method = methods.get(wording)
    if method is None:
        return ()
    content = calendar_file(appointment, method=method)
    calendar = Attachment(_("termin") + ".ics", content, f"text/calendar; method={method}; charset=utf-8")
    if method == "CANCEL":
        return (calendar,)
    return calendar, Attachment(_("terminnummer") + ".png", qr_code(appointment.reference, "png"), "image/png")


def letter_for(
    appointment: Appointment, wording: str, language: str, at: datetime, drafts: Drafts | None = None
) -> Letter:
    """This will word a message: the town's own words where there are any; facts and links are always ours."""
    subject, *paragraphs = _paragraphs(appointment, wording, at)
    sender = towns.current().title
    values = values_of(appointment, language, sender, at)
    own = own_words(kind_of(appointment, wording), language, appointment.office_id, values, drafts or {})
    is_off = wording == "cancelled"
    matters = words.matters(appointment, language)
    return Letter(
        language=language,
        sender=sender,
        subject=own.subject or subject,
        paragraphs=own.paragraphs or tuple(paragraphs),
        facts=() if is_off else _facts(appointment, matters, language),
        bring=() if is_off else tuple(dict.fromkeys(item for matter in matters for item in matter.bring)),
        links=_links(appointment, wording),
        phone=appointment.office.phone or place().phone,
        additions=own.additions,
        arms=_arms(),
    )


def _paragraphs(appointment: Appointment, wording: str, at: datetime) -> list[str]:
    """The reviewed text of a template: the first paragraph is the subject line."""
    start, _end = words.span(appointment)
    until = appointment.held_until
    text = render_to_string(
        f"booking/mail/{wording}.txt",
        {
            "name": appointment.name,
            "when": words.moment(start),
            "until": words.clock_time(until.astimezone(start.tzinfo)) if until else "",
            "days": (appointment.day - at.astimezone(start.tzinfo).date()).days,
            "note": appointment.cancel_note,
            "is_by_staff": appointment.cancelled_by == "staff",
        },
    )
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _facts(appointment: Appointment, matters: list[words.Matter], language: str) -> tuple[tuple[str, str], ...]:
    office = text_of(appointment.office, language)
    start, _end = words.span(appointment)
    facts = [
        (_("Wann"), words.moment(start)),
        (_("Wo"), ", ".join(part for part in (office.title, words.address(appointment.office)) if part)),
        (_("Anfahrt"), " ".join(office.directions.split())),
        (_("Worum es geht"), ", ".join(matter.title for matter in matters)),
        (_("Terminnummer"), appointment.reference),
        (_("Code"), code_of(appointment)),
    ]
    return tuple((label, value) for label, value in facts if value)


def _links(appointment: Appointment, wording: str) -> tuple[tuple[str, str], ...]:
    base = towns.base_url()
    if wording == "cancelled":
        return ((_("Neuen Termin buchen"), base + reverse("portal:start")),)

    def link(text: str, name: str) -> tuple[str, str]:
        return text, base + reverse(f"booking:{name}", args=[token_of(appointment)])

    if wording == "please-confirm":
        return (link(_("Termin bestätigen"), "confirm"),)
    shown = (link(_("Termin ansehen"), "view"), link(_("Termin verschieben"), "move"))
    absent = link(_("Ich kann nicht kommen"), "cancel")
    return (absent, *shown) if wording == "reminder" else (*shown, absent)
