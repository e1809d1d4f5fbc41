"""Letters to members of staff and to the town, worded at the moment of sending."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.identity.invitations import token_of
from rathaus.identity.models import Staff
from rathaus.notifications.ports import Message
from rathaus.offices.models import BarrierReport
from rathaus.offices.queries import place
from rathaus.towns import queries as towns

LINKS = {"invitation": "invitation", "new-password": "new_password"}
CHANGES = {
    "passkey-added": gettext_lazy("Ihrem Konto wurde ein Passkey hinzugefügt. Damit meldet man sich ohne Passwort an."),
    "passkey-removed": gettext_lazy("Aus Ihrem Konto wurde ein Passkey entfernt. Er öffnet nichts mehr."),
    "second-step-reset": gettext_lazy(
        "Ihr zweiter Schritt wurde zurückgesetzt, Passkeys sind entfernt. Richten Sie ihn beim Anmelden neu ein."
    ),
    "recovery-codes-made": gettext_lazy("Für Ihr Konto gibt es neue Ersatzcodes. Frühere gelten nicht mehr."),
    "recovery-code-used": gettext_lazy(
        "Mit einem Ersatzcode hat sich jemand an Ihrem Konto angemeldet. Er gilt nicht noch einmal."
    ),
    "password-changed": gettext_lazy("Ihr Passwort wurde geändert. Alle anderen Anmeldungen sind beendet."),
}


def compose(subject_id: str, kind: str, at: datetime) -> Message | None:
    """This will word a letter to a member; None when it says nothing (any more)."""
    member = Staff.objects.filter(pk=subject_id, is_active=True).first() if subject_id.isdigit() else None
    if member is not None and kind in CHANGES:
        return _of_change(member, kind)
    if member is None or kind not in LINKS or member.invited_until is None or at >= member.invited_until:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        town = towns.current().title
        link = towns.base_url() + reverse("identity:invitation", args=[token_of(member)])
        context = {"member": member, "town": town, "link": link}
        text = render_to_string(f"administration/mail/{LINKS[kind]}.txt", context)
        return Message(member.email, _("Ihr Zugang zum Rathaus %(town)s") % {"town": town}, text, sender=town)


def _of_change(member: Staff, kind: str) -> Message:
    with translation.override(settings.LANGUAGE_CODE):
        town = towns.current().title
        link = towns.base_url() + reverse("account_sessions")
        context = {"member": member, "town": town, "link": link, "change": CHANGES[kind]}
        text = render_to_string("administration/mail/sign_in_changed.txt", context)
        return Message(member.email, _("Ihre Anmeldung im Rathaus %(town)s") % {"town": town}, text, sender=town)


def compose_barrier(subject_id: str, kind: str, at: datetime) -> Message | None:
    """This will word what the town is told of a barrier; None without an address, or once it is answered."""
    open_ones = BarrierReport.objects.filter(is_answered=False, restricted_at__isnull=True)
    report = open_ones.filter(pk=subject_id).first() if subject_id.isdigit() else None
    to = place().email
    if report is None or not to:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        link = towns.base_url() + reverse("administration:texts")
        text = render_to_string("administration/mail/barrier.txt", {"report": report, "link": link})
        subject = _("Gemeldete Barriere: %(page)s") % {"page": report.page or _("ohne Angabe der Seite")}
        return Message(to, subject, text, sender=towns.current().title, reply_to=report.email)
