"""Probes: each looks at one part of the running house and says what it found, and how to mend it."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from rathaus.identity.models import Staff
from rathaus.notifications.models import Delivery
from rathaus.notifications.ports import ChannelAway, channel
from rathaus.notifications.queries import late_messages
from rathaus.offices.queries import missing_texts
from rathaus.operations import phones
from rathaus.operations.findings import Finding, Probe
from rathaus.operations.logs import logs
from rathaus.towns.models import Town
from rathaus.towns.schema import CannotMakeTown, behind, client_tool

OLDEST_POSTGRES = 15
SIGN_OF_LIFE = timedelta(minutes=2)
LONG = timedelta(minutes=15)
FRESH_BACKUP = timedelta(hours=36)
LEAST_DISK = 1024**3
MOST_CLOCK_SECONDS = 5


def database(at: datetime) -> Finding:
    """Its version, its letters, its clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, lower('Ä') = 'ä', now()")
        number, knows_letters, now = cursor.fetchone()
    said = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number // 10000 < OLDEST_POSTGRES:
        return Finding("database", said, f"move to PostgreSQL {OLDEST_POSTGRES} or newer")
    if not knows_letters:
        mend = "make the database anew with -E UTF8 and a locale that knows umlauts (C.UTF-8, PG_UNICODE_FAST)"
        return Finding("database", f"{said}, lower('Ä') is not 'ä'", mend)
    apart = abs((now - at).total_seconds())
    if apart > MOST_CLOCK_SECONDS:
        mend = "let both machines take their time from the same server (systemd-timesyncd, chrony)"
        return Finding("database", f"{said}, its clock is {apart:.0f} s away from ours", mend)
    return Finding("database", said)


def migrations(at: datetime) -> Finding:
    """Whether every town has the tables of this version."""
    late = behind(list(Town.objects.order_by("schema_name").values_list("schema_name", flat=True)))
    if late:
        return Finding("migrations", f"behind: {', '.join(late)}", "rathaus migrate_towns")
    return Finding("migrations", "every town is up to date")


def worker(at: datetime) -> Finding:
    """Whether a worker has given a sign of life lately."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM public.procrastinate_workers")
        last = cursor.fetchone()[0]
    if last is None or last < at - SIGN_OF_LIFE:
        said = "none has ever run" if last is None else f"no sign of life since {last:%Y-%m-%d %H:%M} UTC"
        return Finding("worker", said, "systemctl start rathaus-worker, then look at its journal")
    return Finding("worker", "at work")


def jobs(at: datetime) -> Finding:
    """Jobs that gave up, and jobs that should have begun."""
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    late = ProcrastinateJob.objects.filter(status="todo", scheduled_at__lt=at - LONG).count()
    if failed or late:
        mend = "see Meldungen in the desk: each can be tried again there"
        return Finding("jobs", f"{failed} gave up, {late} are late", mend)
    return Finding("jobs", "none failed, none is late")


def mail(at: datetime) -> Finding:
    """Whether the mail server takes our sign-in."""
    try:
        channel("email").look()
    except ChannelAway as away:
        mend = "check RATHAUS_SMTP_URL and the server; messages wait and catch up"
        return Finding("mail", f"the server is away ({type(away.__cause__ or away).__name__})", mend)
    return Finding("mail", "the server answers")


def disk(at: datetime) -> Finding:
    """Room on the disk of the state."""
    folder: Path = settings.RATHAUS_STATE
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:.1f} GiB free"
    return Finding("disk", said, "" if free > LEAST_DISK else f"make room where {folder} lies")


def backups(at: datetime) -> Finding:
    """Whether the last back-up is fresh."""
    folder: Path | None = settings.RATHAUS_BACKUPS
    if folder is None:
        return Finding("backups", "no folder is set", "set RATHAUS_BACKUPS to a folder on another disk")
    files = sorted(folder.glob("rathaus-*.backup")) if folder.is_dir() else []
    if not files:
        return Finding("backups", "there is none yet", f"rathaus backup {folder}/rathaus-first.backup")
    age = at.timestamp() - files[-1].stat().st_mtime
    said = f"the newest is {age / 3600:.0f} hours old"
    is_fresh = age < FRESH_BACKUP.total_seconds()
    return Finding("backups", said, "" if is_fresh else "look at the job towns.every_night in Meldungen")


def tools(at: datetime) -> Finding:
    """PostgreSQL's own programs, which back-ups and new towns need."""
    try:
        client_tool("pg_dump")
    except CannotMakeTown as missing:
        return Finding("programs", str(missing.message), "apt-get install postgresql-client")
    return Finding("programs", "pg_dump fits the server")


PROBES: dict[str, Probe] = {
    "database": database, "migrations": migrations, "worker": worker, "jobs": jobs, "mail": mail, "sms": phones.gateway,
    "disk": disk, "backups": backups, "programs": tools, "logs": logs,
}  # fmt: skip


def of_house(*, at: datetime) -> Iterator[Finding]:
    """This will look at the house as a whole; a probe that breaks is a finding itself."""
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    for name, probe in PROBES.items():
        try:
            yield probe(at)
        except DatabaseError as broken:
            yield Finding(name, f"the database answers with {type(broken).__name__}", "see the database's log")


def of_town(*, at: datetime) -> Iterator[Finding]:
    """This will look at the current town: messages that wait, texts that the law asks for, demo accounts."""
    late = sum(late_messages(at=at, texts=texts) for texts in (False, True))
    failed = Delivery.objects.filter(state=Delivery.State.FAILED).count()
    mend = "see Meldungen in the desk" if late or failed else ""
    yield Finding("messages", f"{late} wait for long, {failed} failed", mend)
    yield from phones.of_town(at)
    missing = missing_texts()
    if missing and settings.IS_PRODUCTION:
        said = f"missing: {', '.join(missing)}; the town is closed"
        yield Finding("texts", said, "write them in the administration")
    else:
        yield Finding("texts", f"missing: {', '.join(missing)}" if missing else "all that are needed are there")
    yield _demo_accounts()


def _demo_accounts() -> Finding:
    number = Staff.objects.filter(is_demo=True).count()
    if number and settings.IS_PRODUCTION:
        return Finding("accounts", f"{number} demo accounts", "close them in the administration")
    return Finding("accounts", f"{number} demo accounts" if number else "no demo account")
