"""Messages in Internet form (RFC 5322) and the addresses they go to."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.utils import timezone

from rathaus.notifications.ports import Attachment, Message, Picture

FORBIDDEN = frozenset(' \t\r\n\0"(),:;<>[\\]@')
LONGEST_LOCAL_PART = 64  # octets, RFC 5321, section 4.5.3.1
LONGEST_ADDRESS = 254


class NoMailbox(ValueError):
    """It is not the address of exactly one mailbox."""


class Policy(EmailPolicy):
    """Folds headers as Python does, but for long subjects in other letters, where Python loses spaces (gh-92081)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """This will return a header as lines of the wire."""
        if name.lower() != "subject" or self.utf8 or str(value).isascii():
            return super().fold_binary(name, value)
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


@dataclass(frozen=True)
class Mailbox:
    """An address as it goes over the wire; `needs_utf8` where its local part is not ASCII (RFC 6531)."""

    local: str
    domain: str

    @property
    def address(self) -> str:
        """Local part and domain."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 can carry it."""
        return not self.local.isascii()


def mailbox(text: str) -> Mailbox:
    """This will return the mailbox of an address; a domain in other letters becomes IDNA.

    :raises NoMailbox: for anything but one plain address: no name, no list, no quoting, no line break.
    """
    local, _, domain = text.rpartition("@")
    if not local or not domain or FORBIDDEN & set(local + domain) or not (local + domain).isprintable():
        raise NoMailbox
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as broken:
        raise NoMailbox from broken
    found = Mailbox(local, ascii_domain)
    if len(local.encode()) > LONGEST_LOCAL_PART or len(found.address.encode()) > LONGEST_ADDRESS:
        raise NoMailbox
    return found


def as_email(message: Message, *, key: str, recipient: Mailbox) -> EmailMessage:
    """This will return the message as an e-mail: text, HTML beside it, attachments; 7 bits, for any server.

    Two copies of one message (same `key`) carry the same Message-ID, so that mail programs can show one.

    :raises ValueError: when a header would hold a line break or another forbidden character.
    """
    policy = Policy(linesep="\r\n", cte_type="7bit", utf8=recipient.needs_utf8)
    mail = EmailMessage(policy=policy)
    name, sender = parseaddr(settings.RATHAUS_MAIL_FROM)
    ours = mailbox(sender)
    mail["From"] = Address(message.sender or name, ours.local, ours.domain)
    mail["To"] = recipient.address if recipient.needs_utf8 else Address("", recipient.local, recipient.domain)
    mail["Subject"] = message.subject
    with suppress(NoMailbox):  # an office's address that is none is left out
        reply = mailbox(message.reply_to)
        mail["Reply-To"] = Address("", reply.local, reply.domain)
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = f"<{key}@{ours.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
        _illustrate(mail, message.pictures)
    for file in message.attachments:
        _attach(mail, file)
    return mail


def _illustrate(mail: EmailMessage, pictures: Iterable[Picture]) -> None:
    """Puts the pictures beside the HTML that shows them (RFC 2387)."""
    page = mail.get_body(("html",))
    for picture in pictures:
        main, _, subtype = picture.mime.partition("/")
        name = f"{picture.cid.partition('@')[0]}.{subtype}"
        page.add_related(  # type: ignore[union-attr]
            picture.content, main, subtype, cid=f"<{picture.cid}>", filename=name, disposition="inline"
        )


def _attach(mail: EmailMessage, file: Attachment) -> None:
    main, _, rest = file.mime.partition("/")
    subtype, *parameters = (part.strip() for part in rest.split(";"))
    params = dict(part.split("=", 1) for part in parameters if "=" in part)
    mail.add_attachment(file.content, maintype=main, subtype=subtype, filename=file.name, params=params)
