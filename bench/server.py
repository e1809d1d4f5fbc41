"""The server under load: what `make run` starts, with a state folder and ports of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 240


def free_port() -> int:
    """This will return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running house."""

    def __init__(self, state: Path, port: int) -> None:
        self.state, self.port = state, port
        self.environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("RATHAUS_", "DATABASE_URL"))},
            "RATHAUS_MODE": "demo", "RATHAUS_DATA": str(state), "RATHAUS_PORT": str(port),
            "RATHAUS_TRUSTED_PROXIES": "127.0.0.1/32", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "rathaus.project.settings",
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """This will start everything and return the seconds until the first answer."""
        begin = time.perf_counter()
        with (self.state / "bench.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rathaus.project.supervisor"],
                env=self.environ,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.perf_counter() - begin < START_SECONDS:
            if self.process.poll() is not None:
                raise SystemExit("the server ended:\n" + self.log()[-3000:])
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=2):
                    raise AssertionError("a host without a town must not answer 200")
            except urllib.error.HTTPError as answer:
                if answer.code == 404:
                    return time.perf_counter() - begin
            except OSError:
                pass
            time.sleep(0.2)
        raise SystemExit("the server did not answer in time:\n" + self.log()[-3000:])

    def stop(self) -> None:
        """This will stop everything."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def log(self) -> str:
        """What the server printed."""
        return (self.state / "bench.log").read_text(errors="replace")

    def run(self, *command: str) -> str:
        """This will run a Python command in the server's environment and return what it printed."""
        done = subprocess.run(
            [sys.executable, *command], env=self.environ, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
        return done.stdout

    def step(self, name: str) -> dict[str, Any]:
        """This will run a step of bench.town."""
        found: dict[str, Any] = json.loads(self.run("-m", "bench.town", name).splitlines()[-1])
        return found

    def web_workers(self) -> list[int]:
        """The process ids of the web workers: the leaves of the web server's process tree."""
        if self.process is None:
            return []
        children: dict[int, list[int]] = {}
        names: dict[int, str] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                names[int(folder.name)] = (
                    (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
            except OSError:
                continue
            children.setdefault(int(stat[1]), []).append(int(folder.name))
        below, found = [self.process.pid], []
        while below:
            pid = below.pop()
            below += children.get(pid, [])
            if "granian" in names.get(pid, "") or "rathaus.project.web" in names.get(pid, ""):
                found.append(pid)
        return [pid for pid in found if not any(c in found for c in children.get(pid, []))]

    def memory_mb(self) -> float:
        """The resident memory of the largest web worker, in MB."""
        pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.web_workers())
        return max(pages, default=0) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def running() -> Iterator[Server]:
    """This will run a house for the block, and remove it afterwards."""
    state = Path(tempfile.mkdtemp(prefix="rathaus-bench-", dir="/var/tmp"))
    state.chmod(0o755)
    server = Server(state, free_port())
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(state, ignore_errors=True)
