"""For `make dev`: notices changed files, and builds again what is made from them."""

import os
import subprocess
import sys
from pathlib import Path

from rathaus.project.state import CHECKOUT

KINDS = (".py", ".html", ".txt", ".css", ".js", ".svg", ".po", ".toml", ".sql")
EVERY = 0.5  # seconds


class Watch:
    """The newest change below a folder, asked for now and then: a few milliseconds each time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known = self._state()
        self._next = 0.0

    def has_news(self, *, now: float) -> bool:
        """Whether a file came, went or changed since we last said so; `now` in monotonic seconds."""
        if now < self._next:
            return False
        self._next = now + EVERY
        known, self._known = self._known, self._state()
        return known != self._known

    def _state(self) -> frozenset[tuple[str, int]]:
        found = set()
        for folder, _folders, names in os.walk(self.folder):
            for name in names:
                if name.endswith(KINDS):
                    path = os.path.join(folder, name)  # noqa: PTH118 - a thousand times every half second
                    try:
                        found.add((path, os.stat(path).st_mtime_ns))  # noqa: PTH116
                    except OSError:
                        continue  # an editor was just replacing it
        return frozenset(found)


def rebuild() -> None:
    """This will make static files and messages anew where they changed; failures are shown, not raised."""
    subprocess.run([sys.executable, str(CHECKOUT / "tools" / "setup.py"), "test"], cwd=CHECKOUT, check=False)
