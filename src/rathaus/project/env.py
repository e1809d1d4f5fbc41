"""The environment, read once: every setting an operator can make, checked before anything starts."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.postgres_binaries import find_binaries
from rathaus.project.state import SECRET_KEY_FILE, state_folder

Mode = Literal["demo", "production", "test"]
Scheme = Literal["http", "https"]
LogFormat = Literal["text", "json"]
Network = IPv4Network | IPv6Network
T = TypeVar("T")

SHORTEST_SECRET = 40
SHORTEST_TOKEN = 32
MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")
SMS_SCHEMES = ("kannel", "kannels", "notify", "notify+http")


class EnvironmentInvalid(Exception):
    """One or more settings are missing or wrong; `problems` says for each one what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Environment:
    """Every setting of a process, checked."""

    mode: Mode
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    database: dict[str, Any] = field(repr=False)  # the same in Django's words
    smtp_url: str = field(repr=False)  # empty: mail stays undelivered
    mail_from: str
    sms_url: str = field(repr=False)  # empty: no text messages
    sms_from: str
    sms_receipt_token: str = field(repr=False)
    public_scheme: Scheme
    public_port: int
    trusted_proxies: tuple[Network, ...]
    outbound_networks: tuple[Network, ...]  # inner ones that addresses typed by a town may lead to
    port: int
    web_workers: int
    backups: Path | None
    metrics_token: str = field(repr=False)  # empty: no metrics
    log_format: LogFormat
    state: Path
    pg_bin: Path | None  # where pg_dump and psql are, if not on the PATH


class Reader:
    """Reads single variables and collects what is wrong with them, so that all is said at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """The value of NAME, or the content of the file that NAME_FILE names."""
        value, path = self.environ.get(name, "").strip(), self.environ.get(f"{name}_FILE", "")
        if value and path:
            self.problems.append(f"{name}: set it or {name}_FILE, not both")
        elif path:
            value = self._file(name, path)
        elif not value and required:
            self.problems.append(f"{name}: missing (or name a file with it in {name}_FILE)")
        return value or default

    def _file(self, name: str, path: str) -> str:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not a text in UTF-8"
            self.problems.append(f"{name}_FILE: {path} cannot be read ({reason})")
            return ""
        if not value:
            self.problems.append(f"{name}_FILE: {path} is empty")
        return value

    def parsed(self, name: str, value: str, parse: Callable[[str], T], fallback: T) -> T:
        """The parsed value; a ValueError becomes a problem with its text and the fallback."""
        if not value:
            return fallback
        try:
            return parse(value)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return fallback

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between two bounds."""

        def parse(value: str) -> int:
            if value.isascii() and value.isdigit() and least <= int(value) <= most:
                return int(value)
            raise ValueError(f"{value!r} is not a number from {least} to {most}")

        return self.parsed(name, self.text(name), parse, default)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of a few words."""

        def parse(value: str) -> str:
            if value in choices:
                return value
            raise ValueError(f"{value!r} is none of {', '.join(choices)}")

        return self.parsed(name, self.text(name), parse, default)


def parse_database(url: str) -> dict[str, Any]:
    """The parts of a libpq address, as Django names them.

    :raises ValueError: when it is none, or names no database
    """
    example = "not an address like postgresql://user:password@host:5432/name"
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except ProgrammingError:  # its text may hold the password
        raise ValueError(f"{example}; other signs than letters and digits are written %XX") from None
    if not url.startswith(("postgresql://", "postgres://")) or not parts.get("dbname"):
        raise ValueError(example)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {name: parts.pop(part, "") for name, part in names.items()} | {"OPTIONS": parts}


def check_mail_server(url: str) -> str:
    """An SMTP address, unchanged.

    :raises ValueError: when it is none
    """
    parts = urlsplit(url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname or parts.path.strip("/"):
        raise ValueError("not an address like smtp+starttls://user:password@host:587")
    _ = parts.port  # raises when it is no number
    return url


def check_sms_gateway(url: str) -> str:
    """The address of an SMS gateway, or of a folder, unchanged.

    :raises ValueError: when it is none
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return url
    if parts.scheme not in SMS_SCHEMES or not parts.hostname or parts.path.strip("/"):
        raise ValueError(
            "not an address like kannel://user:password@host:13013 (kannels:// for HTTPS), "
            "notify://template-id:api-key@host or file:///folder"
        )
    _ = parts.port  # raises when it is no number
    return url


def check_token(value: str) -> str:
    """A word that a machine proves itself by, unchanged.

    :raises ValueError: when it is short enough to be guessed
    """
    if len(value) < SHORTEST_TOKEN:
        raise ValueError(f"shorter than {SHORTEST_TOKEN} characters; make one: openssl rand -base64 24")
    return value


def parse_networks(value: str) -> tuple[Network, ...]:
    """A list of networks, parted by commas or spaces.

    :raises ValueError: naming the first that is none, or everybody
    """
    found = tuple(ip_network(word) for word in value.replace(",", " ").split())
    if everybody := [network for network in found if not network.prefixlen]:
        raise ValueError(f"{everybody[0]} is everybody: anyone could claim any address; name the proxies alone")
    return found


def parse_outbound(value: str) -> tuple[Network, ...]:
    """A list of inner networks that may be asked, parted by commas or spaces.

    :raises ValueError: naming the first that is none, or everybody
    """
    found = tuple(ip_network(word) for word in value.replace(",", " ").split())
    if everybody := [network for network in found if not network.prefixlen]:
        raise ValueError(f"{everybody[0]} is every network; name those of your own servers alone")
    return found


def parse_sender(value: str) -> str:
    """An address that mail comes from, with or without a name.

    :raises ValueError: when it has no mailbox
    """
    local, _, domain = parseaddr(value)[1].rpartition("@")
    if not local or not domain or "\n" in value:
        raise ValueError(f"{value!r} is not an address like Rathaus <post@town.example>")
    return value


def _secret_key(reader: Reader, mode: Mode, state: Path) -> str:
    """The key given; without one, that of the state folder, and a known one in tests."""
    production = mode == "production"
    value = reader.text("RATHAUS_SECRET_KEY", required=production)
    if value and (len(value) < SHORTEST_SECRET or len(set(value)) < 10):
        advice = "make one: openssl rand -base64 48"
        reader.problems.append(
            f"RATHAUS_SECRET_KEY: shorter than {SHORTEST_SECRET} characters or too uniform; {advice}"
        )
    if value or production:
        return value
    if mode == "demo":
        try:
            return (state / SECRET_KEY_FILE).read_text(encoding="ascii").strip()
        except OSError:
            pass  # nothing has been started here yet
    return "not-secret-" + "0123456789" * 5


def _database(reader: Reader, mode: Mode, state: Path) -> tuple[str, dict[str, Any]]:
    """The database named; without one, that of the embedded server of this state folder."""
    url = reader.text("DATABASE_URL", required=mode == "production")
    nothing: dict[str, Any] = {}
    database = reader.parsed("DATABASE_URL", url, parse_database, nothing)
    if not url and mode != "production":
        url = EmbeddedPostgres(state).dsn
        database = parse_database(url)
    return url, database


def _mail(reader: Reader, mode: Mode) -> tuple[str, str]:
    """The mail server and the sender's address."""
    production = mode == "production"
    url = reader.text("RATHAUS_SMTP_URL", required=production)
    url = reader.parsed("RATHAUS_SMTP_URL", url, check_mail_server, "")
    if production and url.startswith("smtp://") and urlsplit(url).password:
        reader.problems.append(
            "RATHAUS_SMTP_URL: smtp:// would send the password readable; use smtp+starttls:// or smtps://"
        )
    sender = reader.text("RATHAUS_MAIL_FROM", required=production)
    fallback = "Rathaus <post@rathaus.localhost>"
    return url, reader.parsed("RATHAUS_MAIL_FROM", sender, parse_sender, fallback)


def _public_address(reader: Reader, mode: Mode, port: int) -> tuple[Scheme, int]:
    """Scheme and port under which people reach us; the host is each town's own."""
    default = "https" if mode == "production" else "http"
    scheme = reader.choice("RATHAUS_PUBLIC_SCHEME", default, get_args(Scheme))
    if mode == "production" and scheme == "http":
        reader.problems.append(
            "RATHAUS_PUBLIC_SCHEME: http would show passwords and personal links to everybody on the way; "
            "production needs https"
        )
    standard = {"http": 80, "https": 443}[scheme] if mode == "production" else port
    public = reader.number("RATHAUS_PUBLIC_PORT", standard, least=1, most=65535)
    return cast("Scheme", scheme), public


def _programs() -> Path | None:
    found = find_binaries()
    return found.folder if found and (found.folder / "pg_dump").exists() else None


def _backups(reader: Reader, mode: Mode, state: Path) -> Path | None:
    """Where the night's back-ups go: named, in the demo beside the database, else nowhere."""
    named = reader.text("RATHAUS_BACKUPS")
    if named:
        return Path(named)
    return state / "backups" if mode == "demo" else None


def _metrics_token(reader: Reader) -> str:
    token = reader.text("RATHAUS_METRICS_TOKEN")
    if token and len(token) < SHORTEST_TOKEN:
        reader.problems.append(f"RATHAUS_METRICS_TOKEN: at least {SHORTEST_TOKEN} characters: openssl rand -hex 24")
    return token


def _log_format(reader: Reader, mode: Mode) -> LogFormat:
    usual = "json" if mode == "production" else "text"
    return cast("LogFormat", reader.choice("RATHAUS_LOG_FORMAT", usual, get_args(LogFormat)))


def read_environment(environ: Mapping[str, str]) -> Environment:
    """This will read and check all settings.

    :raises EnvironmentInvalid: naming every missing or wrong one
    """
    reader = Reader(environ)
    mode = cast("Mode", reader.choice("RATHAUS_MODE", "production", get_args(Mode)))
    state = state_folder(environ)
    database_url, database = _database(reader, mode, state)
    smtp_url, mail_from = _mail(reader, mode)
    port = reader.number("RATHAUS_PORT", 8000, least=1, most=65535)
    public_scheme, public_port = _public_address(reader, mode, port)
    proxies = reader.text("RATHAUS_TRUSTED_PROXIES")
    receipt_token = reader.text("RATHAUS_SMS_RECEIPT_TOKEN")
    outbound = reader.text("RATHAUS_OUTBOUND_NETWORKS")
    found = Environment(
        mode=mode,
        secret_key=_secret_key(reader, mode, state),
        database_url=database_url,
        database=database,
        smtp_url=smtp_url,
        mail_from=mail_from,
        sms_url=reader.parsed("RATHAUS_SMS_URL", reader.text("RATHAUS_SMS_URL"), check_sms_gateway, ""),
        sms_from=reader.text("RATHAUS_SMS_FROM", "Rathaus"),
        sms_receipt_token=reader.parsed("RATHAUS_SMS_RECEIPT_TOKEN", receipt_token, check_token, ""),
        public_scheme=public_scheme,
        public_port=public_port,
        trusted_proxies=reader.parsed("RATHAUS_TRUSTED_PROXIES", proxies, parse_networks, ()),
        outbound_networks=reader.parsed("RATHAUS_OUTBOUND_NETWORKS", outbound, parse_outbound, ()),
        port=port,
        web_workers=reader.number("RATHAUS_WEB_WORKERS", (os.cpu_count() or 1) + 1, least=1, most=256),
        backups=_backups(reader, mode, state),
        metrics_token=_metrics_token(reader),
        log_format=_log_format(reader, mode),
        state=state,
        pg_bin=_programs(),
    )
    if reader.problems:
        raise EnvironmentInvalid(reader.problems)
    return found


@cache
def environment() -> Environment:
    """The settings of this process, read once.

    :raises EnvironmentInvalid: naming every missing or wrong one
    """
    return read_environment(os.environ)
