"""The town's own words of messages: writing them, looking at the mail they make, and going back."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.administration.forms_of_words import NumberForm, ScopeForm, WordsForm
from rathaus.administration.queries import office_titles
from rathaus.administration.samples import Sent, send_sample, send_sample_text
from rathaus.administration.text_meter import meter_of
from rathaus.administration.wordings import MARKS, TITLES, example_of, set_words
from rathaus.booking.samples import sample
from rathaus.booking.wordings import KINDS
from rathaus.core.errors import Refused
from rathaus.identity.gate import Admitted, for_right, say, show
from rathaus.identity.rights import Right
from rathaus.notifications.models import Wording
from rathaus.notifications.phones import CHANNEL
from rathaus.notifications.ports import Message, is_served
from rathaus.notifications.wordings import WordKind, Words, flaws, words_of
from rathaus.ui.states import shows

SECTION = "administration:wordings"
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; sandbox"
)


@dataclass(frozen=True)
class Entry:
    """A kind of message, and per language whose words go out: ours (""), the town's ("own"), broken ones ("broken")."""

    code: str
    title: str
    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Text:
    """The text that a page is about: kind, language, and the office that adds to it (None: the town)."""

    kind: WordKind
    language: str
    office_id: int | None

    @property
    def versions(self) -> list[Wording]:
        """What was written so far, newest first (1 query)."""
        rows = Wording.objects.filter(kind=self.kind.code, language=self.language, office=self.office_id)
        return list(rows)


@shows("house", "own")
@require_safe
@for_right(Right.EDIT)
def wordings(request: HttpRequest, who: Admitted) -> HttpResponse:
    """This will list the kinds of messages and who worded them, of the town or of one office."""
    office_id = _office_of(request)
    context = {
        "entries": _entries(office_id),
        "codes": [code for code, _name in settings.LANGUAGES],
        "scope": ScopeForm(office_id=office_id),
        "office_id": office_id,
    }
    return show(request, who, "administration/wordings.html", context, section=SECTION)


@shows("house", "own", "errors", "preview", "office", "sms")
@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.EDIT)
def wording(request: HttpRequest, who: Admitted, kind: str, code: str) -> HttpResponse:
    """This will show the words of a message for writing; a preview, a mail or an SMS to oneself store no words."""
    text = _text(request, kind, code)
    versions = text.versions
    newest = words_of(versions[0]) if versions else Words()
    step = request.POST.get("schritt", "")
    if step.startswith("fassung-"):
        return _back_to(request, who, text, step.removeprefix("fassung-"))
    example = example_of(text.kind, text.language, timezone.now())
    is_office = text.office_id is not None
    form = WordsForm(request.POST or None, kind=text.kind, is_office=is_office, words=newest, example=example)
    message: Message | None = None
    if form.is_valid():
        if step == "speichern":
            _save(who, text, form.words())
            say(request, _("Gespeichert. Alle Nachrichten ab jetzt haben diese Worte."))
            return redirect(request.get_full_path())
        message = _sample(who, text, form.words())
        if step == "mail" and message:
            return HttpResponse(message.page, headers={"Content-Security-Policy": MAIL_POLICY})
    phone = NumberForm(request.POST if step == "test-sms" else None)
    sent = _send(step, message, phone, who, text)
    context = {"form": form, "phone": phone, "message": message, "sent": sent, **_about(who, text, versions)}
    if text.kind.is_text:
        context["meter"] = meter_of(str(form["body"].value() or ""), example)
    return show(request, who, "administration/wording.html", context, section=SECTION)


def _send(step: str, message: Message | None, phone: NumberForm, who: Admitted, text: Text) -> Sent | None:
    """What became of a message to oneself, if one was asked for and can be worded."""
    what, now = [text.kind.code, text.language, str(text.office_id or "")], timezone.now()
    if message is None:
        return None
    if step == "testmail" and not text.kind.is_text:
        return send_sample(message, who, what, at=now)
    if step == "test-sms" and text.kind.is_text and is_served(CHANNEL) and phone.is_valid():
        return send_sample_text(message, phone.cleaned_data["number"], who, what, at=now)
    return None


def _about(who: Admitted, text: Text, versions: list[Wording]) -> dict[str, object]:
    newest = words_of(versions[0]) if versions else Words()
    return {
        "text": text,
        "title": TITLES[text.kind.code],
        "office": office_titles().get(text.office_id or 0, ""),
        "marks": [(f"{{{mark}}}", MARKS[mark], mark in text.kind.needed) for mark in text.kind.marks],
        "house": _house(who, text),
        "is_own": newest != Words(),
        "has_texts": is_served(CHANNEL),
        "is_broken": bool(flaws(text.kind, newest)),
        "versions": [(f"fassung-{row.pk}", row) for row in versions[1:]],
    }


def _text(request: HttpRequest, kind: str, code: str) -> Text:
    if kind not in KINDS or code not in dict(settings.LANGUAGES):
        raise Http404
    office_id = _office_of(request)
    if office_id is not None and KINDS[kind].is_text:
        raise Http404
    return Text(KINDS[kind], code, office_id)


def _office_of(request: HttpRequest) -> int | None:
    number = request.GET.get("amt", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) in office_titles()):
        raise Http404
    return int(number)


def _entries(office_id: int | None) -> list[Entry]:
    rows = Wording.objects.filter(office=office_id).order_by("kind", "language", "-pk").distinct("kind", "language")
    states = {(row.kind, row.language): _state(row) for row in rows}
    codes = [code for code, _name in settings.LANGUAGES]
    has_texts = office_id is None and is_served(CHANNEL)
    kinds = [code for code, kind in KINDS.items() if has_texts or not kind.is_text]
    return [
        Entry(kind, str(TITLES[kind]), tuple((code, states.get((kind, code), "")) for code in codes)) for kind in kinds
    ]


def _state(row: Wording) -> str:
    words = words_of(row)
    if words == Words():
        return ""
    return "broken" if row.kind not in KINDS or flaws(KINDS[row.kind], words) else "own"


def _save(who: Admitted, text: Text, words: Words) -> None:
    set_words(
        kind=text.kind, language=text.language, office_id=text.office_id, words=words, by=who.actor, at=timezone.now()
    )


def _back_to(request: HttpRequest, who: Admitted, text: Text, number: str) -> HttpResponse:
    """The house's words, or those of an earlier version; they become the newest, so that this too can be undone."""
    earlier = {str(row.pk): words_of(row) for row in text.versions} | {"haus": Words()}
    if number not in earlier:
        raise Http404
    try:
        _save(who, text, earlier[number])
    except Refused as refused:
        say(request, str(refused.message), kind="danger")
    else:
        done = _("Die Worte des Hauses gelten wieder."), _("Die Fassung von damals gilt wieder.")
        say(request, done[0] if number == "haus" else done[1])
    return redirect(request.get_full_path())


def _sample(who: Admitted, text: Text, words: Words) -> Message | None:
    drafts = {text.office_id: words}
    return sample(text.kind, text.language, text.office_id, timezone.now(), to=who.member.email, drafts=drafts)


def _house(who: Admitted, text: Text) -> Message | None:
    """What goes out without own words."""
    drafts = {None: Words(), text.office_id: Words()}
    return sample(text.kind, text.language, text.office_id, timezone.now(), to=who.member.email, drafts=drafts)
