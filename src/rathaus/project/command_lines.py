"""The command lines of the processes that make up a running town hall."""

import sys
from pathlib import Path


def web_server(*, host: str, port: int, workers: int) -> list[str]:
    """Granian's command line; docs/adr/0001 tells why these options."""
    options = {
        "--interface": "rsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--http": "1",
        "--loop": "asyncio",
        "--runtime-mode": "st",
        "--log-level": "error",
        "--workers-kill-timeout": "1",
    }
    words = [word for pair in options.items() for word in pair]
    switches = ["--no-ws", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *words, *switches, "rathaus.project.rsgi:app"]


def job_worker() -> list[str]:
    """The command line of the process that runs jobs."""
    worker = [sys.executable, "-m", "rathaus.project.cli", "procrastinate", "worker"]
    return [*worker, "--shutdown-graceful-timeout", "1"]


def mailbox(folder: Path, *, smtp_port: int, page_port: int) -> list[str]:
    """The command line of the local mailbox."""
    return [sys.executable, "-m", "rathaus.integrations.mailbox", str(folder), str(smtp_port), str(page_port)]
