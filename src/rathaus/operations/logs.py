"""Probe of logs: whether the machine forgets them after the seven days that we promise."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from rathaus.operations.findings import Finding

MOST_DAYS = 7
JOURNAL_RUNS = Path("/run/systemd/journal")
JOURNAL_FILES = (Path("/etc/systemd/journald.conf"),)
JOURNAL_FOLDERS = (Path("/usr/lib"), Path("/run"), Path("/etc"))  # /<folder>/systemd/journald.conf.d
ROTATIONS = (Path("/etc/logrotate.d/nginx"), Path("/etc/logrotate.d/postgresql-common"))
RETENTION = re.compile(r"^\s*MaxRetentionSec\s*=\s*(.*?)\s*$", re.MULTILINE)
SPAN = re.compile(r"(\d+)\s*([a-zA-Z]*)")
SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "M": 2_630_000, "y": 31_557_600}
PERIODS = {"hourly": 1 / 24, "daily": 1.0, "weekly": 7.0, "monthly": 31.0, "yearly": 366.0}
MEND = "let journal and logrotate forget after seven days: docs/operations/daily-life.md, Logs"


def logs(at: datetime) -> Finding:
    """Whether journal and rotated files of this machine are forgotten in time; outside production nobody promised."""
    if not settings.IS_PRODUCTION:
        return Finding("logs", "to the terminal; how long they are kept is looked at in production")
    kept = dict(_kept())
    if not kept:
        return Finding("logs", "neither a journal nor logrotate of nginx or PostgreSQL is here")
    said = ", ".join(f"{name}: {'for ever' if days is None else f'{days:.0f} days'}" for name, days in kept.items())
    is_well = all(days is not None and days <= MOST_DAYS for days in kept.values())
    return Finding("logs", said, "" if is_well else MEND)


def _kept() -> Iterator[tuple[str, float | None]]:
    """What keeps logs here, and for how many days; None: as long as there is room."""
    if JOURNAL_RUNS.exists():
        yield "journal", _days_of_journal()
    for path in ROTATIONS:
        text = _text(path)
        if text:
            yield path.name, days_of_rotation(text)


def _days_of_journal() -> float | None:
    drop_ins = {path.name: path for folder in JOURNAL_FOLDERS for path in folder.glob("systemd/journald.conf.d/*.conf")}
    texts = [_text(path) for path in (*JOURNAL_FILES, *(drop_ins[name] for name in sorted(drop_ins)))]
    set_to = [value for text in texts for value in RETENTION.findall(text)]
    return days_of_span(set_to[-1]) if set_to else None


def days_of_span(text: str) -> float | None:
    """This will return how many days a time span of systemd has ("7day", "1week 2h"); None for 0, which is for ever."""
    seconds = sum(int(number) * SECONDS[_unit(unit)] for number, unit in SPAN.findall(text))
    return seconds / 86_400 or None


def _unit(word: str) -> str:
    if word[:5] == "month" or word == "M":
        return "M"
    return "s" if word[:2] == "ms" or word[:1] not in SECONDS else word[:1]


def days_of_rotation(text: str) -> float | None:
    """This will return for how many days a configuration of logrotate keeps what it rotates; None: it does not say."""
    words = dict(re.findall(r"^\s*(rotate|maxage)\s+(\d+)", text, re.MULTILINE))
    periods = [PERIODS[word] for word in re.findall(r"^\s*(\w+)\s*$", text, re.MULTILINE) if word in PERIODS]
    found = [float(words["maxage"])] if "maxage" in words else []
    if "rotate" in words and periods:
        found.append(int(words["rotate"]) * periods[-1])
    return min(found, default=None)


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
