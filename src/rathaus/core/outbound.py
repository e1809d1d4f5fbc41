"""Asking other servers whose address somebody typed: only public ones, at the address that was checked, briefly.

Against server-side request forgery (OWASP ASVS 1.3.6): the name is resolved once, every address it has is looked at,
and the connection goes to that very address, so that a name cannot lead elsewhere a moment later.
"""

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpcore
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rathaus.core.errors import Refused
from rathaus.core.punctual import TROUBLE, Punctual

SECONDS = 10.0  # for all of it
TURNS = 2  # of a process, which has four threads: whoever is slow elsewhere stops nobody here
TURN_SECONDS = 1.0  # for a free turn
MOST_BYTES = 256 * 1024
STANDARD_PORTS = {"https": 443, "http": 80}
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: holds an IPv4 address

_turns = BoundedSemaphore(TURNS)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotReachable(Refused):
    """The server may not be asked, is away, or answers what nobody can read."""


class AnsweredWith(NotReachable):
    """The server answers, but with another status than 200."""

    def __init__(self, status: int) -> None:
        super().__init__(_("Der Server hat mit %(status)s geantwortet.") % {"status": status})
        self.status = status


@dataclass(frozen=True)
class Target:
    """A checked address: where to connect, and whom to expect there."""

    url: str
    host: str
    header: str  # the Host header
    address: str


@dataclass(frozen=True)
class Asked:
    """What is sent besides the address."""

    method: str = "GET"
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def ask(url: str, asked: Asked | None = None) -> dict[str, Any]:
    """This will return the JSON object that a server answers with.

    :raises NotReachable: when the address is none that may be asked, or the answer is no JSON object in time.
    """
    status, body = send(checked(url), asked or Asked())
    if status != 200:
        raise AnsweredWith(status)
    try:
        found = json.loads(body)
    except ValueError as error:
        raise NotReachable(_("Die Antwort des Servers ist nicht lesbar (kein JSON).")) from error
    if not isinstance(found, dict):
        raise NotReachable(_("Die Antwort des Servers ist nicht lesbar (kein JSON)."))
    return found


def checked(url: str) -> Target:
    """This will resolve the server of an address once and return where to connect.

    :raises NotReachable: when it is not https, has a user in it, or any of its addresses is not public.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or STANDARD_PORTS.get(parts.scheme, 0)
        host = _named(parts.hostname or "")
    except (ValueError, UnicodeError) as error:
        raise NotReachable(_("Das ist keine Adresse eines Servers.")) from error
    if parts.scheme not in STANDARD_PORTS or not host or "@" in parts.netloc or parts.fragment:
        raise NotReachable(_("Die Adresse muss mit https:// beginnen und einen Server nennen."))
    addresses = _resolved(host, port)
    _check(parts.scheme, addresses)
    named, at = (f"[{name}]" if ":" in name else name for name in (host, addresses[0]))
    header = named if port == STANDARD_PORTS[parts.scheme] else f"{named}:{port}"
    return Target(urlunsplit((parts.scheme, f"{at}:{port}", parts.path, parts.query, "")), host, header, addresses[0])


def _check(scheme: str, addresses: list[str]) -> None:
    is_loopback = settings.RATHAUS_OUTBOUND_LOOPBACK and all(ipaddress.ip_address(a).is_loopback for a in addresses)
    if not is_loopback and scheme != "https":
        raise NotReachable(_("Die Adresse muss mit https:// beginnen. Über http könnte jeder mitlesen."))
    if not is_loopback and not all(may_be_asked(a, settings.RATHAUS_OUTBOUND_NETWORKS) for a in addresses):
        raise NotReachable(
            _("Dieser Server steht in einem inneren Netz. Der Betrieb kann es erlauben (RATHAUS_OUTBOUND_NETWORKS).")
        )


def may_be_asked(text: str, allowed: tuple[Any, ...]) -> bool:
    """This will tell whether an IP address is public, or in a network that the operator allows."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = list(_inside(address))
    if any(one in network for one in inner for network in allowed if one.version == network.version):
        return True
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in inner)


def _inside(address: Address) -> Iterator[Address]:
    """The address, and an IPv4 address that it only wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            yield wrapped
            return
    yield address


def _named(host: str) -> str:
    """The name as the net knows it (RFC 3490); an IP address stays as it is."""
    return host if ":" in host else host.encode("idna").decode()


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReachable(_("Den Server %(host)s gibt es nicht (DNS).") % {"host": host}) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise NotReachable(_("Den Server %(host)s gibt es nicht (DNS).") % {"host": host})
    return addresses


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def send(target: Target, asked: Asked) -> tuple[int, bytes]:
    """This will send one request to the pinned address and return status and body; redirects are not followed.

    :raises NotReachable: when the server is away, too slow, or says too much, or others are waited for already.
    """
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise NotReachable(_("Der Server ist gerade nicht zu erreichen."))
    try:
        return _sent(target, asked, ends=time.monotonic() + SECONDS)
    except TROUBLE as error:
        if _is_about_the_certificate(error):
            raise NotReachable(
                _("Das Zertifikat des Servers %(host)s gilt nicht: unbekannte Stelle, anderer Name oder abgelaufen.")
                % {"host": target.host}
            ) from error
        raise NotReachable(_("Der Server ist gerade nicht zu erreichen.")) from error
    finally:
        _turns.release()


def _sent(target: Target, asked: Asked, *, ends: float) -> tuple[int, bytes]:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Rathaus", **asked.headers}
    body = urlencode(asked.form).encode() if asked.form else b""
    if asked.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if asked.form or asked.method != "GET":
        headers["Content-Length"] = str(len(body))
    headers["Host"] = target.header
    with (
        httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=Punctual(ends)) as pool,
        pool.stream(
            asked.method, target.url, headers=[(name, value.encode("ascii")) for name, value in headers.items()],
            content=body,
            extensions={"sni_hostname": target.host},
        ) as answer,
    ):  # fmt: skip
        if 300 <= answer.status < 400 and any(name.lower() == b"location" for name, _value in answer.headers):
            raise NotReachable(_("Der Server leitet woandershin. Bitte tragen Sie die endgültige Adresse ein."))
        return answer.status, b"".join(_read(answer.iter_stream()))


def _is_about_the_certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _read(parts: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > MOST_BYTES:
            raise NotReachable(_("Die Antwort des Servers ist zu groß oder kommt zu langsam."))
        yield part
