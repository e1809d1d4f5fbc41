"""Who a client is: what stands in forwarding headers counts only when a configured proxy sent them."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from rathaus.project.middleware import TrustedProxyMiddleware
from rathaus.towns import middleware
from rathaus.towns.middleware import LONGEST_HOST, host_of

PROXY, SECOND_PROXY, DARIO, AMINA = "10.1.0.1", "10.1.0.2", "198.51.100.66", "203.0.113.7"


@pytest.fixture(autouse=True)
def _configured(settings: Any) -> None:
    settings.RATHAUS_TRUSTED_PROXIES = (ip_network("10.1.0.0/24"), ip_network("2001:db8::/64"))


def seen(peer: str, **headers: str) -> tuple[str, bool, str]:
    """The client's address, whether the page was asked for over TLS, and the host, as views see them."""
    found: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append(request)
        return HttpResponse()

    given: dict[str, Any] = {f"HTTP_X_FORWARDED_{name.upper()}": value for name, value in headers.items()}
    TrustedProxyMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_HOST="localhost", **given))
    (request,) = found
    assert not {name for name in request.META if name in {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"}}
    return request.META["REMOTE_ADDR"], request.is_secure(), request.get_host()


def test_a_configured_proxy_tells_address_and_scheme() -> None:
    assert seen(PROXY, **{"for": AMINA, "proto": "https"}) == (AMINA, True, "localhost")


def test_a_stranger_who_pretends_to_be_a_proxy_stays_who_he_is() -> None:
    assert seen(DARIO, **{"for": AMINA, "proto": "https", "host": "beispielhausen.localhost"}) == (
        DARIO,
        False,
        "localhost",
    )


def test_without_configured_proxies_nobody_is_believed(settings: Any) -> None:
    settings.RATHAUS_TRUSTED_PROXIES = ()
    assert seen("127.0.0.1", **{"for": AMINA, "proto": "https"}) == ("127.0.0.1", False, "localhost")


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (f"{AMINA}, {DARIO}", DARIO),  # what Dario put in front of his own address
        (f"{AMINA}, {DARIO}, {SECOND_PROXY}", DARIO),
        (f"{AMINA},{SECOND_PROXY},", AMINA),
        (SECOND_PROXY, PROXY),  # nobody but proxies
        (f"{AMINA}, nonsense", PROXY),
        (f"{AMINA}:4711", PROXY),
        ("", PROXY),
        ("2001:db9::7", "2001:db9::7"),
    ],
)
def test_the_last_address_that_is_no_proxy_counts(forwarded: str, address: str) -> None:
    assert seen(PROXY, **{"for": forwarded})[0] == address


@pytest.mark.parametrize("proto", ["http", "HTTPS ", "https,http", "", "ftp"])
def test_only_a_plain_https_is_secure(proto: str) -> None:
    assert seen(PROXY, proto=proto)[1] is False


def test_the_host_is_never_taken_from_a_forwarding_header() -> None:
    assert seen(PROXY, host="beispielhausen.localhost")[2] == "localhost"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost@evil.example", "localhost:abc", "localhost, evil.example", "", "public", "[::1]"],
)
def test_any_other_host_is_a_page_without_a_town(town: str, host: str) -> None:
    answer = Client(HTTP_HOST=host).get("/desk/")
    assert answer.status_code == 404
    assert b"Musterstadt" not in answer.content


def test_hosts_too_long_to_exist_are_not_remembered(town: str) -> None:
    request = RequestFactory().get("/", HTTP_HOST="a" * (LONGEST_HOST + 1))
    assert host_of(request) is None

    middleware.forget_hosts()
    Client(HTTP_HOST="a" * 60_000).get("/")
    assert not middleware._towns
