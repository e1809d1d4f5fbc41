"""The web side of the local mailbox."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from rathaus.integrations.mailbox import pages
from rathaus.integrations.mailbox.store import Store, page_of
from rathaus.integrations.mailbox.texts import Texts
from rathaus.integrations.mailbox.words import WORDS, Language, language_of

OWN_NAMES = ("localhost", "127.0.0.1")  # any other name in Host is a web page playing tricks
POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
LOCKED = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
)
COOKIE = "mailbox_language"
HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
MAIL = r"/mail/(?P<number>[0-9-]+)"


def make_server(store: Store, sms: Texts, port: int) -> ThreadingHTTPServer:
    """This will listen on this machine only.

    :raises OSError: when the port is taken
    """

    class BoundHandler(Handler):
        mails = store
        texts = sms

    return ThreadingHTTPServer(("127.0.0.1", port), BoundHandler)


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    mails: ClassVar[Store]
    texts: ClassVar[Texts]
    chosen = ""  # the language that the address names
    protocol_version = "HTTP/1.1"
    server_version = "rathaus-mailbox"
    timeout = 30

    def do_GET(self) -> None:
        """This will answer with a page, a list, or a file."""
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        self.chosen = query.get("sprache", "")
        routes: list[tuple[str, Callable[..., None]]] = [
            (r"/", lambda: self._list(query)),
            (r"/messages\.json", lambda: self._json(query)),
            (r"/texts\.json", lambda: self._texts(query)),
            (r"/style\.css", lambda: self._send(pages.STYLE, "text/css; charset=utf-8")),
            (MAIL, self._mail),
            (MAIL + r"\.eml", self._file),
            (MAIL + r"/html", self._html),
            (MAIL + r"/part/(?P<index>[0-9]{1,3})", self._part),
        ]
        if not self._is_meant_for_us():
            return
        for pattern, answer in routes:
            if found := re.fullmatch(pattern, address.path):
                answer(**found.groupdict())
                return
        self._not_found()

    def do_POST(self) -> None:
        """This will delete all mails and text messages."""
        self.chosen = ""  # a connection may carry several requests
        if not self._is_meant_for_us():
            return
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        if self.path != "/delete" or site not in ("same-origin", "none"):
            self._not_found()
            return
        self.mails.clear()
        self.texts.clear()
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base class
        """Nothing: a list of what a developer clicks helps nobody."""

    def _is_meant_for_us(self) -> bool:
        if self.headers.get("Host", "").rsplit(":", 1)[0] in OWN_NAMES:
            return True
        self._send("Unknown host.\n", "text/plain", status=HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def _list(self, query: dict[str, str]) -> None:
        to = query.get("to", "")
        texts = self.texts.newest(to=to)
        total = self.mails.count() + (len(self.texts.newest()) if to else len(texts))
        mails = self.mails.newest(to=to, limit=200)
        self._send(pages.list_page(mails, texts[:200], total=total, to=to, language=self._language(), here=self.path))

    def _json(self, query: dict[str, str]) -> None:
        limit = query.get("limit", "100")
        found = self.mails.newest(to=query.get("to", ""), limit=int(limit) if limit.isdigit() else 100)
        messages = [(mail, self.mails.message(mail.number)) for mail in found]
        self._send(pages.json_text([pages.as_json(mail, message) for mail, message in messages if message]), JSON)

    def _texts(self, query: dict[str, str]) -> None:
        found = self.texts.newest(to=query.get("to", ""))
        self._send(pages.json_text([pages.text_as_json(text) for text in found]), JSON)

    def _mail(self, number: str) -> None:
        if message := self._found(number):
            self._send(pages.mail_page(number, message, language=self._language(), here=self.path))

    def _html(self, number: str) -> None:
        if message := self._found(number):
            self._send(f'<base target="_blank">{page_of(message)}', policy=LOCKED)

    def _part(self, number: str, index: str) -> None:
        if message := self._found(number):
            parts = list(message.iter_attachments())
            if int(index) >= len(parts):
                self._not_found()
                return
            content = parts[int(index)].get_payload(decode=True)
            name = re.sub(r"[^\w.-]", "_", parts[int(index)].get_filename() or "attachment")
            self._send(content if isinstance(content, bytes) else b"", "application/octet-stream", name=name)

    def _file(self, number: str) -> None:
        if path := self.mails.path(number):
            self._send(path.read_bytes(), "message/rfc822", name=path.name)
        else:
            self._not_found()

    def _found(self, number: str) -> EmailMessage | None:
        message = self.mails.message(number)
        if message is None:
            self._not_found()
        return message

    def _not_found(self) -> None:
        self._send(pages.not_there_page(language=self._language(), here=self.path), status=HTTPStatus.NOT_FOUND)

    def _language(self) -> Language:
        """The language that was chosen now, or before, or that the browser asks for."""
        kept = re.search(rf"(?:^|;\s*){COOKIE}=(\w+)", self.headers.get("Cookie", ""))
        for code in (self.chosen, kept[1] if kept else ""):
            if code in WORDS:
                return code
        return language_of(self.headers.get("Accept-Language", ""))

    def _send(
        self, body: str | bytes, kind: str = HTML, *, status: int = 200, policy: str = POLICY, name: str = ""
    ) -> None:
        content = body.encode("utf-8", "replace") if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        if self.chosen in WORDS:
            self.send_header("Set-Cookie", f"{COOKIE}={self.chosen}; Path=/; SameSite=Lax; HttpOnly")
        if name:
            self.send_header("Content-Disposition", f"attachment; filename*=utf-8''{quote(name)}")
        self.end_headers()
        self.wfile.write(content)
