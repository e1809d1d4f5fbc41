"""The bridge from granian to Django: complete requests only, none pretending to be another."""

import asyncio
import io
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from rathaus.project.bridge import (
    LARGEST_FILE_IN_MEMORY,
    Refused,
    WholeFile,
    allowed_bytes,
    bridge,
    client_address,
    collect_headers,
    make_environ,
    read_body,
)


class Protocol:
    """Stands for granian's protocol: gives the body, keeps the answer."""

    def __init__(self, body: bytes = b"", *, stalls: bool = False, went_away: bool = False) -> None:
        self.body = body
        self.went_away = went_away
        self.stalls = stalls
        self.answer: tuple[Any, ...] = ()

    async def __call__(self) -> bytes:
        if self.stalls:
            await asyncio.sleep(60)
        return self.body

    async def client_disconnect(self) -> None:
        if not self.went_away:
            await asyncio.sleep(60)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answer = (status, dict(headers), body)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.answer = (status, dict(headers), None)

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        self.answer = (status, dict(headers), Path(file))


def scope(**changed: Any) -> Any:
    headers = changed.pop("headers", [("host", "localhost:8000")])
    usual = {
        "method": "GET",
        "path": "/",
        "query_string": "",
        "server": "127.0.0.1:8000",
        "client": "192.0.2.7:40000",
        "scheme": "http",
        "http_version": "1.1",
        "authority": None,
        "headers": SimpleNamespace(items=lambda: headers),
    }
    return SimpleNamespace(**usual | changed)


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("200 OK", [("content-type", "text/plain")])
    return [environ["wsgi.input"].read()]


def ask(application: Any, protocol: Protocol, request: Any, **limits: Any) -> tuple[Any, ...]:
    asyncio.run(bridge(application, **limits)(request, protocol))  # type: ignore[arg-type]
    return protocol.answer


def test_paths_reach_django_byte_by_byte() -> None:
    environ = make_environ(scope(path="/ämter/a b", query_string="q=ä"), {}, b"")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/ämter/a b"
    assert environ["QUERY_STRING"].encode("latin-1").decode() == "q=ä"
    assert environ["SCRIPT_NAME"] == ""


def test_headers_are_named_as_wsgi_names_them() -> None:
    headers = {"host": "localhost", "content-type": "text/plain", "content-length": "3", "x-a": "1"}
    environ = make_environ(scope(), headers, b"abc")
    assert (environ["HTTP_HOST"], environ["HTTP_X_A"]) == ("localhost", "1")
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert "HTTP_CONTENT_LENGTH" not in environ


def test_repeated_headers_are_joined() -> None:
    pairs = [("cookie", "a=1"), ("x-forwarded-for", "192.0.2.1"), ("cookie", "b=2"), ("x-forwarded-for", "192.0.2.2")]
    assert collect_headers(pairs) == {"cookie": "a=1; b=2", "x-forwarded-for": "192.0.2.1,192.0.2.2"}


def test_a_header_with_an_underscore_cannot_pretend_to_be_the_proxys() -> None:
    assert collect_headers([("x_forwarded_for", "192.0.2.1")]) == {}


def test_two_hosts_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        collect_headers([("host", "a"), ("host", "b")])
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("client", "address"),
    [("192.0.2.7:1", "192.0.2.7"), ("[2001:db8::1]:1", "2001:db8::1"), ("[::ffff:192.0.2.7]:1", "192.0.2.7")],
)
def test_the_clients_address_comes_without_its_port(client: str, address: str) -> None:
    assert client_address(client) == address


def test_a_body_arrives_whole() -> None:
    request = scope(method="POST", headers=[("content-length", "5")])
    assert ask(echo, Protocol(b"hello"), request)[2] == b"hello"


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    request = scope(method="POST", headers=[("content-length", "2001")])
    status, headers, text = ask(echo, Protocol(stalls=True), request, most_bytes=2000)
    assert status == 413
    assert headers["connection"] == "close"
    assert "höchstens 1 kB. Gehen Sie im Browser zurück." in text.decode()


def test_a_body_that_does_not_arrive_is_given_up() -> None:
    request = scope(method="POST", headers=[("content-length", "5")])
    assert ask(echo, Protocol(stalls=True), request, most_seconds=0.05)[0] == 408


def test_a_body_of_unknown_length_is_refused() -> None:
    request = scope(method="POST", headers=[("transfer-encoding", "chunked")])
    assert ask(echo, Protocol(b"abc"), request)[0] == 411


def test_a_request_without_a_body_does_not_wait_for_one() -> None:
    waiting = Protocol(stalls=True)
    assert asyncio.run(read_body(waiting, {}, most_bytes=1, most_seconds=0.05)) == b""


def test_stalled_bodies_do_not_stop_other_requests() -> None:
    async def many() -> tuple[Any, ...]:
        app = bridge(echo)
        slow = scope(method="POST", headers=[("content-length", "5")])
        stalled = [asyncio.create_task(app(slow, Protocol(stalls=True))) for _ in range(50)]  # type: ignore[arg-type, var-annotated]
        await asyncio.sleep(0)
        quick = Protocol()
        await app(scope(), quick)  # type: ignore[arg-type]
        for task in stalled:
            task.cancel()
        return quick.answer

    assert asyncio.run(many())[0] == 200


def test_django_sees_no_event_loop() -> None:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        return echo(environ, start_response)

    assert ask(application, Protocol(), scope())[0] == 200


def test_others_are_answered_while_one_waits_for_the_database() -> None:
    quick_was_answered = threading.Event()

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            assert quick_was_answered.wait(10)
        return echo(environ, start_response)

    async def both() -> list[int]:
        app, slow, quick = bridge(application), Protocol(), Protocol()
        waiting = asyncio.create_task(app(scope(path="/slow"), slow))  # type: ignore[arg-type, var-annotated]
        await asyncio.sleep(0)
        await app(scope(), quick)  # type: ignore[arg-type]
        quick_was_answered.set()
        await waiting
        return [slow.answer[0], quick.answer[0]]

    assert asyncio.run(both()) == [200, 200]


@pytest.mark.parametrize(
    ("method", "went_away", "is_done"), [("GET", True, False), ("POST", True, True), ("GET", False, True)]
)
def test_nothing_is_computed_for_a_reader_who_went_away_while_others_had_their_turn(
    method: str, went_away: bool, is_done: bool
) -> None:
    done, may_end = [], threading.Event()

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        done.append(environ["PATH_INFO"])
        assert environ["PATH_INFO"] != "/first" or may_end.wait(10)
        return echo(environ, start_response)

    async def both() -> None:
        app = bridge(application, threads=1)
        first = asyncio.create_task(app(scope(path="/first"), Protocol()))  # type: ignore[arg-type, var-annotated]
        await asyncio.sleep(0)
        second = asyncio.create_task(app(scope(method=method, path="/second"), Protocol(went_away=went_away)))  # type: ignore[arg-type, var-annotated]
        for _ in range(5):
            await asyncio.sleep(0)
        may_end.set()
        await asyncio.gather(first, second)

    asyncio.run(both())
    assert done == ["/first", "/second"][: 1 + is_done]


def test_an_answer_is_gathered_whole_and_closed() -> None:
    closed = []

    class Parts:
        def __iter__(self) -> Any:
            return iter([b"a", b"b"])

        def close(self) -> None:
            closed.append(True)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Parts:
        start_response("200 OK", [])
        return Parts()

    assert ask(application, Protocol(), scope())[2] == b"ab"
    assert closed == [True]


def test_head_gets_no_body() -> None:
    assert ask(echo, Protocol(), scope(method="HEAD"))[2] is None


def test_large_files_are_sent_by_the_server_small_ones_from_memory(tmp_path: Path) -> None:
    large, small = tmp_path / "large", tmp_path / "small"
    large.write_bytes(b"x" * (LARGEST_FILE_IN_MEMORY + 1))
    small.write_bytes(b"x")

    def send(path: Path) -> Any:
        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
            start_response("200 OK", [])
            return environ["wsgi.file_wrapper"](path.open("rb"))

        return ask(application, Protocol(), scope())[2]

    assert send(large) == large
    assert send(small) == b"x"
    assert b"".join(WholeFile(io.BytesIO(b"abc"), 2)) == b"abc"


def test_a_failure_outside_of_django_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        raise ZeroDivisionError

    assert ask(application, Protocol(), scope())[0] == 500
    assert "failed outside" in caplog.text


@pytest.mark.parametrize(
    ("path", "cookie", "most"),
    [
        ("/desk/verwaltung/leistungen/dateien/", "a=b; sessionid=x", 16 * 1024 * 1024),
        ("/en/desk/verwaltung/leistungen/dateien/", "sessionid=x", 16 * 1024 * 1024),
        ("/desk/verwaltung/leistungen/dateien/", "", 5),
        ("/termin/finden/", "sessionid=x", 5),
    ],
)
def test_only_signed_in_people_send_large_bodies_and_only_where_files_are_taken(
    path: str, cookie: str, most: int
) -> None:
    assert allowed_bytes(path, {"cookie": cookie}, 5) == most


def test_an_address_longer_than_any_of_ours_is_refused() -> None:
    most = ask(echo, Protocol(), scope(path="/" + "ä" * 1000, query_string="q=" + "a" * 5997))
    assert most[0] == 200
    status, headers, text = ask(echo, Protocol(), scope(path="/" + "ä" * 1000, query_string="q=" + "a" * 5998))
    assert (status, headers["connection"]) == (414, "close")
    assert "Adresse ist zu lang" in text.decode()
