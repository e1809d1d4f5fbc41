"""Pure decisions of sign-in: which code fits, and which network an address belongs to."""

import hmac
import ipaddress
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD_SECONDS = 30
TOLERANCE = 1  # steps before and after, for clocks that are a little off (RFC 6238, section 5.2)
CODE_DIGITS = 6
RECOVERY_CODES = 10  # of a member
RECOVERY_DIGITS = 16  # of each
IPV6_NETWORK = 64  # bits that one connection to the Internet usually shares


def counter_at(at: datetime) -> int:
    """This will return the number of the 30-second step that the moment lies in."""
    return int(at.timestamp()) // PERIOD_SECONDS


def code_at(secret: str, at: datetime) -> str:
    """This will return the six digits that an authenticator app shows at the moment (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, counter_at(at))))


def digits_of(code: str) -> str:
    """This will return the digits of a typed code, without whatever people type between them."""
    return "".join(c for c in code if c.isascii() and c.isdigit())


def is_recovery_code(code: str) -> bool:
    """This will tell whether a typed code is a recovery code, by its length."""
    return len(digits_of(code)) == RECOVERY_DIGITS


def in_groups(code: str) -> str:
    """This will return a recovery code as people read it: four groups of four digits."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def matching_counter(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """This will return the step that a typed code belongs to, or None; steps up to `after` are used up."""
    typed = digits_of(code)
    now = counter_at(at)
    found = None
    for counter in range(now - TOLERANCE, now + TOLERANCE + 1):
        expected = format_hotp_value(hotp_value(secret, counter))
        if hmac.compare_digest(typed.encode(), expected.encode()) and counter > after:
            found = counter
    return found


def device_of(user_agent: str) -> str:
    """This will return roughly which browser on which system it is, to recognise one's own: "Firefox, Windows"."""
    browsers = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )  # fmt: skip
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (browsers, systems)]
    return ", ".join(part for part in found if part)


def network_of(address: str) -> str:
    """This will return the network that tries are counted by: the IPv4 address, or the /64 of an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((ip, IPV6_NETWORK), strict=False))
