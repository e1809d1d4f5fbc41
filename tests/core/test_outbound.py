"""Whoever types an address of a server leads us to no other than a public one (server-side request forgery)."""

import gzip
import http.server
import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from rathaus.core import outbound, punctual
from rathaus.core.outbound import AnsweredWith, Asked, NotReachable, ask, checked, may_be_asked

INNER = [
    "127.0.0.1", "10.0.0.7", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::1", "198.18.0.1", "192.0.2.1", "240.0.0.1",
]  # fmt: skip


@pytest.fixture
def public(settings: Any) -> None:
    """As in production: not even this machine may be asked."""
    settings.RATHAUS_OUTBOUND_LOOPBACK = False


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """The name service answers with these addresses; the names asked for are kept."""
    asked: list[str] = []

    def found(host: str, port: int, **_options: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


@pytest.mark.parametrize("address", INNER)
def test_no_inner_address_is_asked(address: str) -> None:
    assert not may_be_asked(address, ())


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_a_public_address_is_asked(address: str) -> None:
    assert may_be_asked(address, ())


def test_a_network_that_the_operator_allows_is_asked_and_no_other() -> None:
    allowed = (ipaddress.ip_network("10.1.0.0/16"),)

    assert may_be_asked("10.1.2.3", allowed)
    assert may_be_asked("::ffff:10.1.2.3", allowed)
    assert not may_be_asked("10.2.2.3", allowed)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/meta-data/", "https://2130706433/",
        "https://0x7f.1/", "https://localhost/", "https://[::ffff:7f00:1]/", "https://127.0.0.1:5432/",
    ],
)  # fmt: skip
def test_no_way_of_writing_it_leads_inside(public: None, url: str) -> None:
    with pytest.raises(NotReachable):
        checked(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://town.example/", "ftp://town.example/", "file:///etc/passwd", "gopher://town.example/", "//town.example",
        "https://user@town.example/", "https://town.example/#x", "https://town.example:99999/", "https://[/", "", "x",
        "https://" + "a" * 70 + ".example/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_public_server_is_refused(
    public: None, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    answers(monkeypatch, "1.1.1.1")

    with pytest.raises(NotReachable):
        checked(url)


def test_a_name_with_one_inner_address_is_refused(public: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "1.1.1.1", "10.0.0.1")

    with pytest.raises(NotReachable, match="inneren Netz"):
        checked("https://town.example/")


def test_the_name_is_asked_for_once_and_the_checked_address_is_where_we_go(
    public: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers otherwise a moment later (DNS rebinding) gains nothing."""
    asked = answers(monkeypatch, "1.1.1.1")

    target = checked("https://Müller.example:8443/x?y=1")

    assert asked == ["xn--mller-kva.example"]
    assert target.url == "https://1.1.1.1:8443/x?y=1"
    assert (target.host, target.header) == ("xn--mller-kva.example", "xn--mller-kva.example:8443")


def test_http_is_for_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "1.1.1.1")

    with pytest.raises(NotReachable, match="mitlesen"):
        checked("http://town.example/")


@contextmanager
def server(status: int, body: bytes = b"{}", **headers: str) -> Iterator[tuple[str, list[str]]]:
    """A server of one answer, and the Host headers it got."""
    hosts: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hosts.append(self.headers["Host"])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://localhost:{running.server_port}", hosts
        finally:
            running.shutdown()
            thread.join()


def test_the_server_hears_its_own_name() -> None:
    with server(200, b'{"a": 1}') as (url, hosts):
        assert ask(url) == {"a": 1}
        assert hosts == [url.removeprefix("http://")]


def test_a_proxy_of_the_environment_is_not_asked_since_it_would_resolve_the_name_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        for spelled in (name, name.lower()):
            monkeypatch.setenv(spelled, "http://127.0.0.1:1")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)

    with server(200, b'{"yes": 1}') as (url, hosts):
        assert ask(url) == {"yes": 1}
    assert len(hosts) == 1


def test_nobody_is_followed_elsewhere() -> None:
    with server(200, b"{}") as (inner, hosts), server(302, Location=inner) as (url, _):
        with pytest.raises(NotReachable, match="woandershin"):
            ask(url)
        assert hosts == []


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b'"x"', b"\xff", b""])
def test_an_answer_that_is_no_json_object_is_refused(body: bytes) -> None:
    with server(200, body) as (url, _), pytest.raises(NotReachable, match="JSON"):
        ask(url)


def test_an_answer_without_end_is_cut_off() -> None:
    with server(200, b" " * (outbound.MOST_BYTES + 1)) as (url, _), pytest.raises(NotReachable, match="zu groß"):
        ask(url)


def test_another_status_is_told() -> None:
    with server(503) as (url, _), pytest.raises(AnsweredWith, match="503"):
        ask(url)


def test_a_slow_server_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(punctual, "STEP_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NotReachable, match="nicht zu erreichen"):
        ask(f"http://127.0.0.1:{silent.getsockname()[1]}/")


def test_a_server_that_trickles_its_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 0.3)
    over = threading.Event()

    def trickle() -> None:
        line, _client = listening.accept()
        with line, suppress(OSError):
            while not over.wait(0.02):
                line.sendall(b"H")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            with pytest.raises(NotReachable, match="nicht zu erreichen"):
                ask(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        finally:
            over.set()
            thread.join()


def test_who_waits_for_slow_servers_leaves_threads_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "TURN_SECONDS", 0.01)
    for _turn in range(outbound.TURNS):
        assert outbound._turns.acquire(blocking=False)
    try:
        with server(200) as (url, hosts), pytest.raises(NotReachable, match="nicht zu erreichen"):
            ask(url)
        assert hosts == []
    finally:
        outbound._turns.release(outbound.TURNS)
    with server(200) as (url, _hosts):
        assert ask(url) == {}


def test_a_packed_answer_is_not_unpacked() -> None:
    with (
        server(200, gzip.compress(b"{}"), **{"Content-Encoding": "gzip"}) as (url, _),
        pytest.raises(NotReachable, match="JSON"),
    ):
        ask(url)


def test_a_token_that_is_no_header_breaks_nothing() -> None:
    for token in ("ümläut", "a\r\nX: y", "\u2028"):
        with server(200) as (url, _), pytest.raises(NotReachable):
            ask(url, Asked(headers={"Authorization": f"Bearer {token}"}))
