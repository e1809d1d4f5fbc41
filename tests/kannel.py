"""A real Kannel with its fake SMSC (Debian), each a process with a port of its own."""

import os
import queue
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

import httpx

FAKE_SMSC = Path("/usr/lib/kannel/test/fakesmsc")
PACKAGES = ("kannel", "kannel-extras")
MOST_SECONDS = 30.0
CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = admin
admin-interface = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
log-file = {folder}/bearerbox.log

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
sendsms-interface = 127.0.0.1
log-file = {folder}/smsbox.log

group = sendsms-user
username = rathaus
password = s3cret
concatenation = true
max-messages = 6

group = sms-service
keyword = default
text = "-"
max-messages = 0
"""


def install() -> None:
    """This will install Kannel when root, else fail with the line to type."""
    if shutil.which("bearerbox", path=f"{os.environ['PATH']}:/usr/sbin") and FAKE_SMSC.exists():
        return
    assert os.geteuid() == 0, f"Kannel is missing. Type: sudo apt-get install {' '.join(PACKAGES)}"
    install_packages = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    for line in (["apt-get", "update", "-qq"], install_packages):
        subprocess.run(line, check=True, capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def free_port() -> int:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Kannel:
    """bearerbox, smsbox and fakesmsc; what the fake SMSC received stands in `received()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in ("admin", "box", "smsc", "send")}
        self.processes: list[subprocess.Popen[bytes]] = []
        self.url = f"kannel://rathaus:s3cret@127.0.0.1:{self.ports['send']}"
        self.output = folder / "fakesmsc.log"

    def __enter__(self) -> "Kannel":
        configuration = self.folder / "kannel.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, **self.ports))
        try:
            self._start("/usr/sbin/bearerbox", str(configuration))
            self._until(lambda: self._admits("smsc"))
            self._start(str(FAKE_SMSC), "-H", "127.0.0.1", "-r", str(self.ports["smsc"]), "-m", "0", "1 2 text -")
            self._start("/usr/sbin/smsbox", str(configuration))
            self._until(lambda: self._admits("send") and self._is_online())
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def received(self, number: int = 1) -> str:
        """What the fake SMSC wrote down once so many messages have come."""
        self._until(lambda: self.output.read_bytes().count(b"Got message") >= number)
        return self.output.read_text(errors="replace")

    def _start(self, *words: str) -> None:
        with self.output.open("ab") as output:
            self.processes.append(subprocess.Popen(words, cwd=self.folder, stdout=output, stderr=output))

    def _admits(self, name: str) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.ports[name]), 1).close()
        except OSError:
            return False
        return True

    def _is_online(self) -> bool:
        status = httpx.get(f"http://127.0.0.1:{self.ports['admin']}/status.txt", params={"password": "admin"})
        return "(online" in status.text and "smsbox" in status.text

    def _until(self, is_so: Callable[[], bool]) -> None:
        ends = time.monotonic() + MOST_SECONDS
        while not is_so():
            assert time.monotonic() < ends, self.output.read_text(errors="replace")[-2000:]
            time.sleep(0.05)


class Catcher:
    """Listens where Kannel tells what became of a message, and keeps the addresses that it calls."""

    def __init__(self) -> None:
        self.calls: queue.Queue[str] = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(this) -> None:  # noqa: N805 - self is the catcher
                self.calls.put(this.path)
                this.send_response(202)
                this.send_header("Content-Length", "0")
                this.end_headers()

            def log_message(this, format: str, *args: object) -> None:  # noqa: N805, A002
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port

    def __enter__(self) -> "Catcher":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
