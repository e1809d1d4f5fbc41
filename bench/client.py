"""A small HTTP/1.1 client over plain sockets, a connection per thread: the server is measured, not the client."""

import contextlib
import random
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *csrftoken=([^;]+)", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    """Status, head and body of an answer."""

    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        found = LOCATION.search(self.head)
        return found[1].decode() if found else ""


class Connection:
    """A kept-alive connection to a host of the server."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        self.link: socket.socket | None = None
        self.csrf: tuple[bytes, bytes] | None = None

    def get(self, path: str, headers: bytes = b"") -> Answer:
        """This will send a GET and read the answer."""
        return self._send(
            b"GET " + path.encode() + b" HTTP/1.1\r\nHost: " + self.host.encode() + b"\r\n" + headers + b"\r\n"
        )

    def post(self, path: str, form: str, *, address: str) -> Answer:
        """This will send a form with the CSRF token, as a client at `address` behind the trusted proxy."""
        if self.csrf is None:
            raise RuntimeError("read a form first")
        cookie, token = self.csrf
        body = form.encode() + b"&csrfmiddlewaretoken=" + token
        head = (
            b"POST " + path.encode() + b" HTTP/1.1\r\nHost: " + self.host.encode()
            + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken=" + cookie
            + b"\r\nX-Forwarded-For: " + address.encode()
            + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n"
        )  # fmt: skip
        return self._send(head + body)

    def read_form(self, path: str) -> None:
        """This will load a page and remember its CSRF cookie and token."""
        answer = self.get(path)
        cookie, token = COOKIE.search(answer.head), TOKEN.search(answer.body)
        if answer.status != 200 or not cookie or not token:
            raise RuntimeError(f"{path} answers {answer.status} without a form")
        self.csrf = cookie[1], token[1]

    def _send(self, request: bytes) -> Answer:
        for attempt in (1, 2):
            if self.link is None:
                self.link = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.link.sendall(request)
                return self._read()
            except (ConnectionError, BrokenPipeError):
                self.link.close()
                self.link = None
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def _read(self) -> Answer:
        if self.link is None:
            raise ConnectionError
        data = b""
        while b"\r\n\r\n" not in data:
            part = self.link.recv(65536)
            if not part:
                raise ConnectionError("closed")
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        found = LENGTH.search(head)
        length = int(found[1]) if found else 0
        parts = [body]
        missing = length - len(body)
        while missing > 0:
            part = self.link.recv(262144)
            if not part:
                raise ConnectionError("closed")
            parts.append(part)
            missing -= len(part)
        return Answer(int(head[9:12]), head, b"".join(parts))


def an_address() -> str:
    """This will return a random address of the network that is kept for benchmarks (RFC 2544)."""
    return f"198.{random.randrange(18, 20)}.{random.randrange(256)}.{random.randrange(1, 255)}"


@dataclass
class Load:
    """What a load gave: seconds it took, milliseconds of each request, statuses counted."""

    seconds: float
    millis: list[float]
    statuses: dict[int, int] = field(default_factory=dict)

    def quantile(self, part: float) -> float:
        """This will return a quantile of the milliseconds."""
        ordered = sorted(self.millis)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    @property
    def per_second(self) -> float:
        """Requests (or steps) per second."""
        return len(self.millis) / self.seconds


def drive(clients: int, steps: int, make: Callable[[int], Callable[[int], int]]) -> Load:
    """This will run `steps` steps on each of `clients` threads at once; `make(n)` prepares the step of client n."""
    everybody = threading.Barrier(clients + 1)

    def run(number: int) -> list[tuple[float, int]]:
        try:
            step = make(number)
            everybody.wait()
            return [timed(step, index) for index in range(steps)]
        except Exception:
            everybody.abort()
            raise

    with ThreadPoolExecutor(clients) as threads:
        waiting = [threads.submit(run, number) for number in range(clients)]
        with contextlib.suppress(threading.BrokenBarrierError):
            everybody.wait()
        begin = time.perf_counter()
        wait(waiting)
        seconds = time.perf_counter() - begin
    failures = [f for f in (w.exception() for w in waiting) if f]
    if failures:  # a broken barrier is what the others saw of the failure
        raise min(failures, key=lambda f: isinstance(f, threading.BrokenBarrierError))
    flat = [item for done in waiting for item in done.result()]
    return Load(seconds, [millis for millis, _status in flat], Counter(status for _millis, status in flat))


def timed(step: Callable[[int], int], index: int) -> tuple[float, int]:
    """This will do a step and return (milliseconds, status)."""
    begin = time.perf_counter()
    status = step(index)
    return (time.perf_counter() - begin) * 1000, status
