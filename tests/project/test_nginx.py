"""The configuration of nginx that we ship does what it promises, in a real nginx."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rathaus.project import command_lines
from tests.nginx import Behind, Front, behind, front, snippet
from tests.peers import eventually, free_port, running

FORGED = {
    "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example",
    "Forwarded": "for=198.51.100.7", "X_Forwarded_For": "198.51.100.7",
}  # fmt: skip
RECEIPTS = snippet("sms.md")


@pytest.fixture
def server() -> Iterator[Behind]:
    """A server that writes down what arrives."""
    with behind() as found:
        yield found


@pytest.fixture
def nginx(server: Behind, tmp_path: Path) -> Iterator[Front]:
    """nginx before it, which takes receipts of SMS from 10.1.2.3 alone."""
    with front(tmp_path, server.port, more=RECEIPTS) as found:
        yield found


def test_what_a_client_says_of_itself_is_not_passed_on(nginx: Front, server: Behind) -> None:
    httpx.get(f"{nginx.safe}/aemter/", verify=nginx.tls, headers=FORGED)

    _method, path, headers, _body = server.arrived[-1]
    seen = {name.lower().replace("_", "-"): value for name, value in headers.items()}
    assert path == "/aemter/"
    assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert not {"x-forwarded-host", "forwarded"} & set(seen)


def test_a_body_reaches_rathaus_only_when_all_of_it_is_here(nginx: Front, server: Behind) -> None:
    head = b"POST /termin/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nConnection: close\r\n\r\n"
    with (
        socket.create_connection(("127.0.0.1", nginx.port)) as line,
        nginx.tls.wrap_socket(line, server_hostname="localhost") as slow,
    ):
        slow.sendall(head + b"name=")
        httpx.get(f"{nginx.safe}/", verify=nginx.tls)
        assert [method for method, *_rest in server.arrived] == ["GET"]
        slow.sendall(b"Amina")
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
    assert server.arrived[-1][3] == b"name=Amina"


def test_a_body_that_nobody_needs_is_refused_in_front(nginx: Front, server: Behind) -> None:
    answer = httpx.post(f"{nginx.safe}/termin/", verify=nginx.tls, content=b"x" * (17 * 1024 * 1024))
    assert answer.status_code == 413
    assert server.arrived == []


def test_one_address_cannot_flood(nginx: Front, server: Behind) -> None:
    with httpx.Client(verify=nginx.tls) as browser:
        told = {browser.get(f"{nginx.safe}/").status_code for _ in range(400)}
    assert told == {200, 429}


def test_http_leads_to_https_and_personal_links_stand_in_no_log(nginx: Front) -> None:
    answer = httpx.post(f"{nginx.plain}/termin/geheim/?a=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "https://localhost/termin/geheim/?a=1")
    httpx.get(f"{nginx.safe}/termin/geheim/", verify=nginx.tls)
    assert not [path for path in nginx.log.parent.glob("*.log") if "geheim" in path.read_text()]


def test_receipts_of_sms_come_from_the_gateway_alone(nginx: Front, server: Behind) -> None:
    assert httpx.get(f"{nginx.safe}/sms/kannel/0/?status=1", verify=nginx.tls).status_code == 403
    assert httpx.get(f"{nginx.safe}/sms/kannel/../kannel/0/?status=1", verify=nginx.tls).status_code == 403
    assert httpx.get(f"{nginx.safe}//sms/kannel/0/?status=1", verify=nginx.tls).status_code == 403
    assert server.arrived == []


def test_rathaus_behind_it_is_safe_and_its_absence_calm(django_db_setup: None, tmp_path: Path) -> None:
    port = free_port()
    words = command_lines.web_server(host="127.0.0.1", port=port, workers=1)
    own = {"RATHAUS_TRUSTED_PROXIES": "127.0.0.1/32", "RATHAUS_PUBLIC_SCHEME": "https"}
    with front(tmp_path, port, more=RECEIPTS.replace("10.1.2.3", "127.0.0.1")) as nginx:
        away = httpx.get(f"{nginx.safe}/", verify=nginx.tls)
        assert (away.status_code, away.headers["Retry-After"]) == (503, "20")
        assert "Das Rathaus ist gerade nicht erreichbar" in away.text
        with running(*words, log=tmp_path / "web.log", **own):
            assert eventually(lambda: start_page(nginx).status_code == 200, seconds=60), (
                tmp_path / "web.log"
            ).read_text()
            for page in (away, start_page(nginx)):
                assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
                assert "default-src 'none'" in page.headers["Content-Security-Policy"]
            assert "Secure" in httpx.get(f"{nginx.safe}/termin/finden/", verify=nginx.tls).headers["Set-Cookie"]
            receipt = httpx.get(f"{nginx.safe}/sms/kannel/0/?status=1", verify=nginx.tls)
            assert (receipt.status_code, "Permissions-Policy" in receipt.headers) == (404, True)


def start_page(nginx: Front) -> httpx.Response:
    return httpx.get(f"{nginx.safe}/", verify=nginx.tls)
