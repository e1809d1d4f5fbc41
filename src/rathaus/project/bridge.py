"""From granian's RSGI to WSGI: Django sees a request only when all of it has arrived.

While a body is on its way it waits in the event loop and occupies nothing; a complete request runs in
one of a few threads, so that others go on while it waits for the database. Why: docs/adr/0001 and 0013.
"""

import asyncio
import io
import logging
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson
from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope  # type: ignore[attr-defined]

from rathaus.core.problems import FOR_PROGRAMS, PROBLEM

log = logging.getLogger("rathaus.web")

MOST_BYTES = 2 * 1024 * 1024  # of a body
MOST_BYTES_OF_ADDRESS = 8000  # what everybody should take (RFC 9110 4.1); pages repeat their address in links
MOST_BYTES_OF_FILES = 16 * 1024 * 1024  # of a body with files, from somebody who is signed in
TAKES_FILES = "/desk/verwaltung/leistungen/dateien/"
MOST_SECONDS = 30.0  # from the first byte of a body to its last
MOMENT = 0.02  # seconds until the event loop looks which requests have ended
THREADS = 4  # of a worker: enough to wait for the database while another computes
LARGEST_FILE_IN_MEMORY = 256 * 1024
READING = ("GET", "HEAD")
JOINED_BY = {"cookie": "; "}  # every other header is joined by a comma
ONLY_ONCE = ("host", "content-length", "content-type")

Answer = tuple[int, list[tuple[str, str]], bytes | Path]
App = Callable[[Scope, HTTPProtocol], Awaitable[None]]


class Refused(Exception):
    """A request that Django never sees; the client gets status and text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def bridge(
    application: WSGIApplication,
    *,
    most_bytes: int = MOST_BYTES,
    most_seconds: float = MOST_SECONDS,
    threads: int = THREADS,
) -> App:
    """Granian's face of a WSGI application."""
    turns = Turns(application, threads)

    async def app(scope: Scope, protocol: HTTPProtocol) -> None:
        try:
            check_address(scope)
            headers = collect_headers(scope.headers.items())
            most = allowed_bytes(scope.path, headers, most_bytes)
            body = await read_body(protocol, headers, most_bytes=most, most_seconds=most_seconds)
            environ = make_environ(scope, headers, body)
        except Refused as refused:
            kind, text = worded(refused, scope.path)
            protocol.response_bytes(refused.status, [("content-type", kind), ("connection", "close")], text)
            return
        except (ProtocolClosed, ProtocolError):
            return  # the client went away before it had said everything
        await turns.take(environ, protocol, scope.method)

    return app


def worded(refused: Refused, path: str) -> tuple[str, bytes]:
    """The type and the text of an answer that Django never saw: a problem for programs, else plain words."""
    if not path.startswith(FOR_PROGRAMS):
        return "text/plain; charset=utf-8", refused.text.encode()
    said = {"type": "about:blank", "title": refused.text.strip().splitlines()[-1], "status": refused.status}
    return PROBLEM, orjson.dumps(said)


def check_address(scope: Scope) -> None:
    """This will refuse an address that no page of ours has.

    :raises Refused: when it is too long
    """
    if len(scope.path.encode()) + len(scope.query_string) > MOST_BYTES_OF_ADDRESS:
        raise Refused(414, "Diese Adresse ist zu lang.\nThis address is too long.\n")


def collect_headers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """All headers by their name; repeated ones joined, ambiguous ones refused.

    Names with an underscore are dropped: in WSGI they would look like those with a hyphen, and so
    pretend to come from the proxy.

    :raises Refused: when a header that counts only once is there twice
    """
    found: dict[str, str] = {}
    for name, value in pairs:
        if "_" in name:
            continue
        if name in found:
            if name in ONLY_ONCE:
                raise Refused(400, f"The header {name} was sent twice.\n")
            found[name] += JOINED_BY.get(name, ",") + value
        else:
            found[name] = value
    return found


def allowed_bytes(path: str, headers: dict[str, str], usual: int) -> int:
    """How long a body may be: longer where members of staff upload files and a session comes along."""
    is_for_files = path.endswith(TAKES_FILES) and "sessionid=" in headers.get("cookie", "")
    return max(usual, MOST_BYTES_OF_FILES) if is_for_files else usual


async def read_body(
    receive: Callable[[], Awaitable[bytes]], headers: dict[str, str], *, most_bytes: int, most_seconds: float
) -> bytes:
    """This will wait for the whole body.

    A body of unknown length is refused: browsers send none, proxies that buffer know the length, and
    granian does not tell us when such a body breaks off.

    :raises Refused: when it is too long, takes too long or does not say how long it is
    """
    if "transfer-encoding" in headers:
        raise Refused(411, "Die Anfrage nennt ihre Länge nicht.\nThe request does not tell its length.\n")
    if not (length := int(headers.get("content-length", "0"))):
        return b""
    if length > most_bytes:
        most = f"{most_bytes / 1024**2:g} MB" if most_bytes >= 1024**2 else f"{most_bytes // 1024} kB"
        german = f"Das ist zu groß: Auf einmal gehen höchstens {most}. Gehen Sie im Browser zurück."
        raise Refused(413, f"{german}\nThis is too large: at most {most} at once. Please go back in your browser.\n")
    try:
        async with asyncio.timeout(most_seconds):
            return await receive()
    except TimeoutError as error:
        text = "Die Anfrage kam nicht vollständig an.\nThe request did not arrive completely.\n"
        raise Refused(408, text) from error


class Turns:
    """Complete requests take turns in a few threads.

    A thread hands its answer to granian by itself. The event loop learns of it with the next request or a moment later:
    waking it for each answer would cost a fifth of a short request.
    """

    def __init__(self, application: WSGIApplication, threads: int) -> None:
        self.application = application
        self.threads = threads
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.taken = 0  # by requests whose end the loop has not noticed
        self.ended: deque[tuple[asyncio.Future[None], Exception | None]] = deque()
        self.look: asyncio.TimerHandle | None = None

    async def take(self, environ: WSGIEnvironment, protocol: HTTPProtocol, method: str) -> None:
        """This will answer a request, or not, where nobody waits for it any more.

        What somebody sent to be done is done, whether the sender still listens or not.
        """
        self._notice()
        turn = asyncio.get_running_loop().create_future()
        gone = self._watch(protocol, turn) if self.taken >= self.threads and method in READING else None
        self.taken += 1
        self.pool.submit(self._run, turn, environ, protocol, method)
        self._look_later()
        try:
            await turn
        finally:
            if gone:
                gone.cancel()

    def _run(self, turn: asyncio.Future[None], environ: WSGIEnvironment, protocol: HTTPProtocol, method: str) -> None:
        problem = None
        try:
            if not turn.done():
                send(protocol, method, run(self.application, environ))
        except Exception as error:  # noqa: BLE001 - raised in the request's own task, where granian reads it
            problem = error
        self.ended.append((turn, problem))

    @staticmethod
    def _watch(protocol: HTTPProtocol, turn: asyncio.Future[None]) -> asyncio.Future[Any]:
        """This will end the turn of a reader who goes away before a thread is free."""
        gone = asyncio.ensure_future(protocol.client_disconnect())
        gone.add_done_callback(lambda gone: None if gone.cancelled() or turn.done() else turn.set_result(None))
        return gone

    def _look_later(self) -> None:
        if self.taken and self.look is None:
            self.look = asyncio.get_running_loop().call_later(MOMENT, self._look)

    def _look(self) -> None:
        self.look = None
        self._notice()
        self._look_later()

    def _notice(self) -> None:
        while self.ended:
            turn, problem = self.ended.popleft()
            self.taken -= 1
            if turn.done():
                continue
            if problem is None:
                turn.set_result(None)
            else:
                turn.set_exception(problem)


def make_environ(scope: Scope, headers: dict[str, str], body: bytes) -> WSGIEnvironment:
    """The environment that PEP 3333 asks for; text of the path as latin-1, byte by byte."""
    server, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client_address(scope.client),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": WholeFile,
    }
    for name, value in headers.items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ["CONTENT_LENGTH"] = environ.pop("HTTP_CONTENT_LENGTH", "")
    return environ


def client_address(client: str) -> str:
    """The address out of "address:port", without brackets and the prefix of mapped IPv4."""
    return client.rpartition(":")[0].strip("[]").removeprefix("::ffff:")


class WholeFile:
    """A file that the server sends by itself (`wsgi.file_wrapper`)."""

    def __init__(self, file: Any, block_size: int = 65536) -> None:
        self.file = file
        self.block_size = block_size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self) -> None:
        """This will close the file, and with it Django's response."""
        self.file.close()

    def path(self) -> Path | None:
        """Where the file is, if it is a large one on disk that is sent from its start to its end."""
        if not isinstance(self.file, io.BufferedReader) or not isinstance(self.file.name, str) or self.file.tell():
            return None
        path = Path(self.file.name)
        return path if path.stat().st_size > LARGEST_FILE_IN_MEMORY else None


def run(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """This will call a WSGI application in this thread; what it lets escape is logged and answered with 500."""
    try:
        return gather(application, environ)
    except Exception:
        log.exception("the application failed outside of its own handling of errors")
        return 500, [("content-type", "text/plain; charset=utf-8")], b"Interner Fehler.\nInternal error.\n"


def gather(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """This will call a WSGI application and gather its answer.

    The answer is gathered before anything else runs in this thread: a part computed later would
    find the connection in the town of another request.
    """
    status, headers = 500, list[tuple[str, str]]()

    def start_response(line: str, pairs: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], object]:
        nonlocal status, headers
        status, headers = int(line.split(" ", 1)[0]), pairs
        return _no_write

    begin: StartResponse = start_response
    parts = application(environ, begin)
    try:
        if isinstance(parts, WholeFile) and (path := parts.path()):
            return status, headers, path
        return status, headers, b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()


def _no_write(data: bytes) -> object:
    raise NotImplementedError("the old write() of WSGI is not offered")


def send(protocol: HTTPProtocol, method: str, answer: Answer) -> None:
    """This will hand an answer to granian, which sends it in its own time."""
    status, headers, body = answer
    if method == "HEAD" or not body:
        protocol.response_empty(status, headers)
    elif isinstance(body, Path):
        protocol.response_file(status, headers, str(body))
    else:
        protocol.response_bytes(status, headers, body)
