"""Where a checkout keeps what must outlive a process: database, mails, secrets."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
SYSTEM_FOLDER = Path("/var/lib/rathaus")
SECRET_KEY_FILE = "secret-key"  # noqa: S105 - a file's name


def path_hash(path: Path) -> str:
    """Ten hexadecimal digits that tell one path from another."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def state_folder(environ: Mapping[str, str], *, checkout: Path = CHECKOUT) -> Path:
    """The state folder: RATHAUS_DATA, else inside the checkout, or in /var/lib when we are root.

    As root it lies outside, since the database runs as another user, who may not be able to enter
    the checkout (a private home).
    """
    if named := environ.get("RATHAUS_DATA", ""):
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return SYSTEM_FOLDER / f"{checkout.name[:20]}-{path_hash(checkout)}"
    return checkout / ".state"


def make_folder(folder: Path) -> None:
    """This will create a folder of the state; as root, the database's user may pass through it.

    :raises OSError: when it cannot be made
    """
    if os.geteuid() == 0 and not SYSTEM_FOLDER.exists():
        SYSTEM_FOLDER.mkdir(parents=True)
        SYSTEM_FOLDER.chmod(0o755)
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)  # whatever the umask


def ensure_secret_key(state: Path) -> Path:
    """This will create the demo's secret key at the first start; only its owner can read it."""
    path = state / SECRET_KEY_FILE
    if path.exists():
        return path
    make_folder(state)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.touch(mode=0o600)
    temporary.write_text(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):  # another process was faster: its key counts
        path.hardlink_to(temporary)
    temporary.unlink()
    return path
