"""Mails as files, one .eml each, and an index of them in memory."""

import itertools
import re
import threading
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses
from pathlib import Path

MOST_MAILS = 5_000
DELIVERED = "Delivered-To"  # the recipients of the envelope, put on top of each file


@dataclass(frozen=True)
class Mail:
    """What a list shows of a mail."""

    number: str  # its file's name without suffix, sortable by arrival
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str


class Store:
    """The mails of one folder; the oldest go when there are more than `most`."""

    def __init__(self, folder: Path, *, most: int = MOST_MAILS) -> None:
        self.folder = folder
        self.most = most
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._mails = {path.stem: _read(path) for path in sorted(folder.glob("*.eml"))}
        self._counter = itertools.count()

    def add(self, content: bytes, *, recipients: list[str], at: datetime) -> Mail:
        """This will store a mail as it came, with the recipients of its envelope on top."""
        number = f"{at:%Y%m%d-%H%M%S-%f}-{next(self._counter) % 10_000:04}"
        path = self.folder / f"{number}.eml"
        top = "".join(f"{DELIVERED}: {_one_line(name)}\r\n" for name in recipients)
        temporary = path.with_suffix(".new")
        temporary.write_bytes(top.encode("utf-8", "replace") + content)
        temporary.rename(path)
        with self._lock:
            mail = self._mails[number] = _read(path)
            excess = list(itertools.islice(self._mails, max(0, len(self._mails) - self.most)))
            for oldest in excess:
                self._forget(oldest)
        return mail

    def newest(self, *, to: str = "", limit: int = 100) -> list[Mail]:
        """The newest mails first, all or those to one address."""
        wanted = to.strip().lower()
        with self._lock:
            mails = list(reversed(self._mails.values()))
        found = (mail for mail in mails if not wanted or wanted in mail.recipients)
        return list(itertools.islice(found, limit))

    def count(self) -> int:
        """How many mails there are."""
        return len(self._mails)

    def path(self, number: str) -> Path | None:
        """The file of a mail, if there is one."""
        return self.folder / f"{number}.eml" if number in self._mails else None

    def message(self, number: str) -> EmailMessage | None:
        """A whole mail, parsed."""
        path = self.path(number)
        if path is None:
            return None
        with path.open("rb") as file:
            return BytesParser(EmailMessage, policy=policy.default).parse(file)

    def clear(self) -> None:
        """This will delete all mails."""
        with self._lock:
            for number in list(self._mails):
                self._forget(number)

    def _forget(self, number: str) -> None:
        del self._mails[number]
        (self.folder / f"{number}.eml").unlink(missing_ok=True)


def text_of(message: EmailMessage) -> str:
    """The plain text of a mail, empty when it has none."""
    return _content(message, "plain")


def html_of(message: EmailMessage) -> str:
    """The HTML of a mail, empty when it has none."""
    return _content(message, "html")


def page_of(message: EmailMessage) -> str:
    """The HTML of a mail with the pictures in it that came along."""
    page = html_of(message)
    for part in message.walk():
        cid, content = str(part.get("Content-ID", "")).strip("<> "), part.get_payload(decode=True)
        if cid and part.get_content_maintype() == "image" and isinstance(content, bytes):
            data = b64encode(content).decode()
            page = page.replace(f"cid:{cid}", f"data:{part.get_content_type()};base64,{data}")
    return page


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _read(path: Path) -> Mail:
    with path.open("rb") as file:
        headers = BytesHeaderParser(EmailMessage, policy=policy.default).parse(file)
    names = headers.get_all(DELIVERED, []) + headers.get_all("To", []) + headers.get_all("Cc", [])
    addresses = dict.fromkeys(address.lower() for _, address in getaddresses([str(name) for name in names]) if address)
    return Mail(
        number=path.stem,
        received_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sender=str(headers.get("From", "")),
        recipients=tuple(addresses),
        subject=str(headers.get("Subject", "")),
    )


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n]+", " ", value)
