"""Back-ups: every town's schema as PostgreSQL dumps it, and a manifest that proves what belongs together.

A back-up is one tar file: `manifest.json`, `manifest.mac`, `towns/<name>.dump` (pg_dump's custom format). The
manifest names every part with its SHA-256, the migrations and hosts of each town; its MAC is made with a key derived
from the installation's secret key, so that a foreign or altered back-up is known before anything is written.
The secret key itself goes along only sealed under a passphrase (scrypt and Fernet).
"""

import base64
import hashlib
import hmac
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.db import connection, transaction

from rathaus.core.errors import Refused
from rathaus.towns.middleware import forget_hosts
from rathaus.towns.models import Domain, Town
from rathaus.towns.schema import (
    NEWER_SETTING,
    client_environment,
    client_tool,
    drop_schema,
    exists,
    known_migrations,
    migrate_towns,
)

FORMAT = 1
KEPT = 7  # nightly back-ups
MANIFEST, MAC = "manifest.json", "manifest.mac"
MOST_MANIFEST_BYTES = 10 * 1024 * 1024
BLOCK = 1024 * 1024
SCRYPT = {"length": 32, "n": 2**15, "r": 8, "p": 1}


class BackupRefused(Refused):
    """The back-up is damaged, foreign, newer, or would overwrite something; nothing was written."""


@dataclass(frozen=True)
class Backup:
    """What a back-up says of itself, after its parts were checked."""

    made_at: str
    towns: dict[str, dict[str, Any]]
    sealed_key: dict[str, str] | None


def back_up(file: Path, *, names: list[str] | None, at: datetime, passphrase: str = "") -> list[str]:
    """This will write a back-up of all towns (or of these) and return their names; the file appears when it is whole.

    :raises BackupRefused: when a town is missing or pg_dump fails.
    """
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    towns = list(Town.objects.order_by("schema_name").prefetch_related("domains"))
    unknown = sorted(set(names or []) - {t.schema_name for t in towns})
    if unknown:
        raise BackupRefused(f"there is no town named {', '.join(unknown)}")
    chosen = [t for t in towns if names is None or t.schema_name in names]
    draft = file.with_name(f".{file.name}.draft")
    with _private_file(draft) as target, tarfile.open(fileobj=target, mode="w") as tar:
        entries = {t.schema_name: _add_town(tar, t) for t in chosen}
        manifest = _json(
            {"format": FORMAT, "made_at": at.isoformat(), "towns": entries, "sealed_key": _sealed(passphrase)}
        )
        _add(tar, MANIFEST, manifest)
        _add(tar, MAC, _mac(manifest))
    draft.replace(file)
    return [t.schema_name for t in chosen]


def back_up_nightly(folder: Path, *, at: datetime, passphrase: str = "") -> Path:
    """This will write a back-up of all towns into the folder, named by its moment, and keep the newest seven.

    :raises BackupRefused: as `back_up`; the earlier ones stay.
    """
    file = folder / f"rathaus-{at:%Y%m%d-%H%M%S}.backup"
    back_up(file, names=None, at=at, passphrase=passphrase)
    for old in sorted(folder.glob("rathaus-*.backup"))[:-KEPT]:
        old.unlink()
    return file


def look(file: Path, *, accepts_other_key: bool = False) -> Backup:
    """This will check a back-up as a whole, and return what it holds; nothing is written.

    :raises BackupRefused: when it is damaged, foreign, or of a newer version.
    """
    try:
        with tarfile.open(file) as tar:
            manifest, mac = _read(tar, MANIFEST), _read(tar, MAC)
            if not hmac.compare_digest(mac, _mac(manifest)) and not accepts_other_key:
                raise BackupRefused("this back-up was made with another secret key, or was altered")
            found = json.loads(manifest)
            if found.get("format") != FORMAT:
                raise BackupRefused("this back-up was made by another version of Rathaus")
            for name, entry in found["towns"].items():
                if _digest(tar, f"towns/{name}.dump") != entry["sha256"]:
                    raise BackupRefused(f"the part of {name} is damaged")
    except (tarfile.TarError, OSError, ValueError, KeyError, EOFError) as broken:
        raise BackupRefused(f"{file.name} is damaged or no back-up of Rathaus: {broken}") from broken
    newer = {name: sorted(set(e["migrations"]) - known_migrations())[:3] for name, e in found["towns"].items()}
    for name, migrations in newer.items():
        if migrations:
            raise BackupRefused(f"{name} comes from a newer version of Rathaus (it has {', '.join(migrations)})")
    return Backup(found["made_at"], found["towns"], found["sealed_key"])


def restore(file: Path, *, names: list[str] | None = None, accepts_other_key: bool = False) -> list[str]:
    """This will bring back the towns of a back-up (or these of it) where none of them stands; returns their names.

    Each town comes back in one transaction, and is brought up to date when it was older.

    :raises BackupRefused: as `look`, or when a town or one of its hosts is there already.
    """
    found = look(file, accepts_other_key=accepts_other_key)
    chosen = sorted(found.towns if names is None else names)
    unknown = [name for name in chosen if name not in found.towns]
    if unknown:
        raise BackupRefused(f"this back-up does not hold {', '.join(unknown)}")
    migrate_towns()
    for name in chosen:
        _refuse_overwriting(name, found.towns[name])
    with tarfile.open(file) as tar:
        for name in chosen:
            _restore_town(tar, name, found.towns[name])
    migrate_towns()
    forget_hosts()
    return chosen


def unseal(backup: Backup, passphrase: str) -> str:
    """This will return the secret key that goes along with a back-up.

    :raises BackupRefused: when there is none, or the passphrase is wrong.
    """
    if backup.sealed_key is None:
        raise BackupRefused("this back-up holds no secret key")
    try:
        box = _box(passphrase, base64.b64decode(backup.sealed_key["salt"]))
        return box.decrypt(backup.sealed_key["key"].encode()).decode()
    except InvalidToken as wrong:
        raise BackupRefused("the passphrase is wrong") from wrong


def _add_town(tar: tarfile.TarFile, town: Town) -> dict[str, Any]:
    name = town.schema_name
    with tempfile.NamedTemporaryFile(prefix="rathaus-", suffix=".dump") as dump:
        command = [client_tool("pg_dump"), "-Fc", "--schema", name, "--no-owner", "--no-privileges", "-f", dump.name]
        _run(command, f"{name} could not be dumped")
        tar.add(dump.name, f"towns/{name}.dump", filter=_anonymous)
        digest = _sha256(dump.file)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app || '.' || name FROM {connection.ops.quote_name(name)}.django_migrations")  # noqa: S608
        migrations = sorted(row[0] for row in cursor.fetchall())
    hosts = [d.domain for d in sorted(town.domains.all(), key=lambda d: (not d.is_primary, d.pk))]
    return {
        "sha256": digest, "title": town.title, "hosts": hosts, "is_demo": town.is_demo,
        "created_at": town.created_at.isoformat(), "migrations": migrations,
    }  # fmt: skip


def _refuse_overwriting(name: str, entry: dict[str, Any]) -> None:
    if exists(name) or Town.objects.filter(schema_name=name).exists():
        raise BackupRefused(f"{name} is there already; delete it first, or restore into an empty database")
    taken = sorted(Domain.objects.filter(domain__in=entry["hosts"]).values_list("domain", flat=True))
    if taken:
        raise BackupRefused(f"another town answers at {', '.join(taken)}")


def _restore_town(tar: tarfile.TarFile, name: str, entry: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory(prefix="rathaus-") as folder:
        dump = Path(folder) / "town.dump"
        part = tar.extractfile(f"towns/{name}.dump")
        assert part is not None  # noqa: S101 - `look` read it
        dump.write_bytes(part.read())
        script = Path(folder) / "town.sql"
        _run(
            [client_tool("pg_restore"), "--no-owner", "--no-privileges", "-f", str(script), str(dump)],
            f"{name} could not be read",
        )
        _load(script, f"{name} could not be restored")
    try:
        with transaction.atomic():
            town = Town(
                schema_name=name, title=entry["title"], is_demo=entry["is_demo"], created_at=entry["created_at"]
            )
            town.save(verbosity=0)
            for number, host in enumerate(entry["hosts"]):
                Domain.objects.create(domain=host, tenant=town, is_primary=number == 0)
    except Exception:
        drop_schema(name)
        raise


def _load(script: Path, problem: str) -> None:
    """Runs a script in one transaction, without the setting that servers before PostgreSQL 17 refuse."""
    command = [client_tool("psql"), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    with (
        script.open("rb") as lines,
        tempfile.TemporaryFile(prefix="rathaus-") as said,
        subprocess.Popen(
            command, env=client_environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as psql,
    ):
        assert psql.stdin is not None  # noqa: S101 - asked for above
        head = True
        with suppress(BrokenPipeError):  # psql stopped at an error; it says which
            for line in lines:
                head = head and not line.startswith(b"CREATE SCHEMA")
                if not (head and line.startswith(NEWER_SETTING)):
                    psql.stdin.write(line)
            psql.stdin.close()
        failed = psql.wait()
        said.seek(0)
        problems = said.read().decode(errors="replace").strip()
    if failed:
        raise BackupRefused(f"{problem}: {problems[-500:]}")


def _run(command: list[str], problem: str) -> None:
    done = subprocess.run(command, env=client_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(f"{problem}: {done.stderr.strip()[-500:]}")


def _sealed(passphrase: str) -> dict[str, str] | None:
    if not passphrase:
        return None
    salt = os.urandom(16)
    key = _box(passphrase, salt).encrypt(settings.SECRET_KEY.encode()).decode()
    return {"salt": base64.b64encode(salt).decode(), "key": key}


def _box(passphrase: str, salt: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(Scrypt(salt=salt, **SCRYPT).derive(passphrase.encode())))


def _mac(manifest: bytes) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"rathaus/backup", "sha256")
    return hmac.digest(key, manifest, "sha256").hex().encode()


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode()


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = info.mtime = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    part = tar.extractfile(name)
    if part is None:
        raise ValueError(f"{name} is missing")
    data = part.read(MOST_MANIFEST_BYTES + 1)
    if len(data) > MOST_MANIFEST_BYTES:
        raise ValueError(f"{name} is too large")
    return data


def _digest(tar: tarfile.TarFile, name: str) -> str:
    part = tar.extractfile(name)
    if part is None:
        raise ValueError(f"{name} is missing")
    return _sha256(part)


def _sha256(file: Any) -> str:
    total = hashlib.sha256()
    while block := file.read(BLOCK):
        total.update(block)
    return total.hexdigest()


@contextmanager
def _private_file(path: Path) -> Iterator[Any]:
    """A new file that only its owner can read; removed again when the block fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
