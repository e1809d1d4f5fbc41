"""`make check`: everything that can be said about the tree without running it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SOURCE = ["src", "tests", "tools", "bench"]
HOST = re.compile(r"[a-z]+://|\bfile:|--(extra-)?index-url|--find-links", re.IGNORECASE)
PYTHON_LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-peers.lock", "requirements-node.lock"]
LOCKS = [*PYTHON_LOCKS, "package-lock.json"]
# Addresses of pages about a package are no addresses to load it from.
ABOUT = re.compile(r'^\s*"(url|homepage|funding)":')


def command(*words: str) -> Callable[[], str]:
    """A check that is a program of the environment; what it prints is its complaint."""

    def check() -> str:
        environ = os.environ | {"RATHAUS_MODE": "test", "DJANGO_SETTINGS_MODULE": "rathaus.project.settings"}
        program = [sys.executable, *words[1:]] if words[0] == "python" else [str(BIN / words[0]), *words[1:]]
        done = subprocess.run(program, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).strip() or "it failed without a word" if done.returncode else ""

    return check


def lock_files() -> str:
    """Lock files pin every package by hash and name no host to load it from."""
    complaints = []
    for name in LOCKS:
        lines = (ROOT / name).read_text().splitlines()
        numbered = [(n, line) for n, line in enumerate(lines, 1) if HOST.search(line) and not ABOUT.search(line)]
        complaints += [f"{name}:{number}: names an address: {line.strip()}" for number, line in numbered]
        if name.endswith(".lock"):
            complaints += [f"{name}: {package} has no hash" for package in _without_hash(lines)]
    return "\n".join(complaints)


def _without_hash(lines: list[str]) -> list[str]:
    text = "\n".join(lines).replace("\\\n", " ")
    return [line.split()[0] for line in text.splitlines() if "==" in line and "--hash=sha256:" not in line]


def locks_fit() -> str:
    """Every dependency of pyproject.toml is pinned."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-dev.lock": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
        "requirements-peers.lock": project["dependency-groups"]["peers"],
    }
    complaints = []
    for lock, names in wanted.items():
        pinned = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(), re.MULTILINE))
        plain = {re.split(r"[\[<>=~!; ]", name, maxsplit=1)[0].lower().replace("_", "-") for name in names}
        complaints += [f"{lock}: {name} is missing, type: make lock" for name in sorted(plain - pinned)]
    return "\n".join(complaints)


CHECKS: dict[str, Callable[[], str]] = {
    "lint": command("ruff", "check", "--quiet", *SOURCE),
    "format": command("ruff", "format", "--check", "--quiet", *SOURCE),
    "floors": command("lint-imports", "--no-cache"),
    "django": command("python", "-m", "rathaus.project.cli", "check", "--fail-level", "WARNING"),
    "migrations": command("python", "-m", "rathaus.project.cli", "makemigrations", "--check", "--dry-run"),
    "templates": command("djlint", "--quiet", "--lint", "src"),
    "messages": command("python", "tools/messages.py", "check"),
    "lock files": lock_files,
    "locks fit": locks_fit,
    "types": command("mypy"),
}


def main() -> None:
    """This will run all checks (or those named) and fail when one complains."""
    failed = []
    for name in sys.argv[1:] or list(CHECKS):
        began = time.monotonic()
        complaint = CHECKS[name]()
        print(f"{'failed' if complaint else 'ok':8}{name:12}{time.monotonic() - began:6.1f} s", flush=True)
        if complaint:
            failed.append(name)
            print(complaint, flush=True)
    if failed:
        sys.exit(f"make check: {', '.join(failed)}")


if __name__ == "__main__":
    main()
