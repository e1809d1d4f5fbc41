"""Child processes that end with us, whatever happens to us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a new start
CALM = 30.0  # seconds after which an end counts as the first
_libc = ctypes.CDLL(None, use_errno=True)


def follow(parent: int, sent: signal.Signals) -> None:
    """This will have the kernel send us this signal when our parent is gone, and end us when it is already (Linux)."""
    if not hasattr(_libc, "prctl"):
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(sent))
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)


def dies_with_parent(sent: signal.Signals, *, niceness: int = 0) -> Callable[[], None]:
    """What a child does before it starts: ask the kernel for this signal when its parent is gone.

    So even `kill -9` of the parent leaves nothing running. The thread that starts the child counts
    as the parent, so children are started by the main thread.
    """
    parent = os.getpid()

    def ask() -> None:
        follow(parent, sent)
        if niceness:
            os.nice(niceness)
            # Each child has a session of its own, and between sessions the kernel's autogroups share the
            # processor, whatever their processes' niceness is: the group has to stand back as well (sched(7)).
            with contextlib.suppress(OSError):
                Path("/proc/self/autogroup").write_text(str(niceness))

    return ask


def spawn(
    command: Sequence[str | Path],
    *,
    environ: Mapping[str, str],
    folder: Path,
    niceness: int = 0,
    parting: signal.Signals = signal.SIGTERM,
) -> "subprocess.Popen[bytes]":
    """This will start a child in a session of its own, where a terminal's Ctrl-C does not reach."""
    return subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=dies_with_parent(parting, niceness=niceness),  # noqa: PLW1509 - one thread, no locks
    )


def bring_forward(pid: int) -> None:
    """This will bring a child of the background forward: on a busy machine it needs the processor to end."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text("0")
    with contextlib.suppress(ProcessLookupError, PermissionError):  # only root may; the group above counts for more
        os.setpriority(os.PRIO_PGRP, pid, 0)


def kill_session(process: "subprocess.Popen[bytes]") -> None:
    """This will kill whatever is left of a child and its children."""
    _kill(process)
    process.wait()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class Pauses:
    """How long what ended waits for its next start: longer each time, short again after a calm while."""

    def __init__(self) -> None:
        self._last = 0.0
        self._began = 0.0

    def begin(self, *, now: float) -> None:
        """This will note that it begins."""
        self._began = now

    def next(self, *, now: float) -> float:
        """This will return the seconds until the next start of what ended now."""
        self._last = FIRST_PAUSE if now - self._began > CALM else min(max(self._last * 2, FIRST_PAUSE), LONGEST_PAUSE)
        return self._last


class Child:
    """A process that is started again whenever it ends, each time after a longer pause."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        niceness: int = 0,
        parting: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = command
        self.folder = folder
        self.niceness = niceness
        self.parting = parting  # what it gets when we die without a word
        self.process: subprocess.Popen[bytes] | None = None
        self._pauses = Pauses()
        self._due: float | None = None

    def start(self, environ: Mapping[str, str], *, now: float) -> None:
        """This will start it."""
        self.process = spawn(
            self.command, environ=environ, folder=self.folder, niceness=self.niceness, parting=self.parting
        )
        self._pauses.begin(now=now)
        self._due = None

    def look_after(self, environ: Mapping[str, str], *, now: float) -> str:
        """This will start it again if it ended and its pause is over, and say so."""
        if self.process is None or self.process.poll() is None:
            return ""
        if self._due is None:
            kill_session(self.process)  # its own children would keep its port
            pause = self._pauses.next(now=now)
            self._due = now + pause
            return f"{self.name} ended ({ending(self.process.returncode)}), starts again in {pause:g} s"
        if now >= self._due:
            self.start(environ, now=now)
        return ""

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """This will ask it to finish what it is doing."""
        if self.process is not None and self.is_running:
            if self.niceness:
                bring_forward(self.process.pid)
            self.process.terminate()


def stop(children: Sequence[Child], *, seconds: float) -> None:
    """This will ask all at once to end, and kill those together that have not in time, with all their children."""
    end = time.monotonic() + seconds
    for child in children:
        child.ask_to_stop()
    started = [child.process for child in children if child.process is not None]
    for process in started:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, end - time.monotonic()))
    for process in started:
        _kill(process)
    for process in started:
        process.wait()


def ending(code: int) -> str:
    """How a process ended, in words."""
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
