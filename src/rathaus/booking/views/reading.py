"""Reading what a request says: days, times, the client's network."""

import ipaddress
import re
from datetime import date

from django.http import HttpRequest

from rathaus.booking.rules.ticks import MINUTES

DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
MONTH = re.compile(r"20[0-9]{2}-[0-9]{2}\Z", re.ASCII)
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][05])\Z", re.ASCII)
IPV6_NETWORK = 64


def day_in(text: str) -> date | None:
    """This will return the day of YYYY-MM-DD, or None."""
    if not DAY.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month_in(text: str) -> date | None:
    """This will return the first day of YYYY-MM, or None."""
    return day_in(f"{text}-01") if MONTH.match(text) else None


def tick_in(text: str) -> int | None:
    """This will return the tick of HH:MM, or None (also between two ticks)."""
    clock = CLOCK.match(text)
    return (int(clock[1]) * 60 + int(clock[2])) // MINUTES if clock else None


def network_of(request: HttpRequest) -> str:
    """This will return whom a rate limit counts: an IPv4 address, or the /64 network of an IPv6 address."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if ":" not in address:
        return address
    try:
        ip = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, IPV6_NETWORK), strict=False).network_address)
