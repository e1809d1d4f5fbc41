"""We promise that logs go after seven days; the doctor looks whether this machine does so."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from rathaus.operations import logs
from rathaus.operations.findings import Finding

NGINX = "/var/log/nginx/*.log {\n\tdaily\n\trotate 14\n\tcompress\n}\n"


@pytest.fixture
def machine(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of a machine in production, with a journal that nobody has set up."""
    settings.IS_PRODUCTION = True
    (tmp_path / "etc/systemd/journald.conf.d").mkdir(parents=True)
    (tmp_path / "etc/logrotate.d").mkdir()
    (tmp_path / "etc/systemd/journald.conf").write_text("[Journal]\n#MaxRetentionSec=\n")
    monkeypatch.setattr(logs, "JOURNAL_RUNS", tmp_path)
    monkeypatch.setattr(logs, "JOURNAL_FILES", (tmp_path / "etc/systemd/journald.conf",))
    monkeypatch.setattr(logs, "JOURNAL_FOLDERS", (tmp_path / "usr/lib", tmp_path / "etc"))
    monkeypatch.setattr(logs, "ROTATIONS", (tmp_path / "etc/logrotate.d/nginx",))
    return tmp_path


def found() -> Finding:
    return logs.logs(timezone.now())


def test_a_journal_that_nobody_has_set_up_is_kept_for_ever(machine: Path) -> None:
    assert found().said == "journal: for ever"
    assert "daily-life.md" in found().mend


def test_what_the_papers_say_to_type_is_enough(machine: Path) -> None:
    drop_in = machine / "etc/systemd/journald.conf.d/rathaus.conf"
    drop_in.write_text("[Journal]\nMaxRetentionSec=7day\n")
    (machine / "etc/logrotate.d/nginx").write_text(NGINX.replace("rotate 14", "rotate 7"))

    assert found().said == "journal: 7 days, nginx: 7 days"
    assert found().is_well


def test_the_last_word_counts(machine: Path) -> None:
    folder = machine / "etc/systemd/journald.conf.d"
    (folder / "10-rathaus.conf").write_text("[Journal]\nMaxRetentionSec=7day\n")
    (folder / "90-house.conf").write_text("[Journal]\nMaxRetentionSec=1month\n")

    assert found().said == "journal: 30 days"
    assert not found().is_well


def test_files_of_nginx_that_are_kept_too_long_are_named(machine: Path) -> None:
    (machine / "etc/systemd/journald.conf").write_text("[Journal]\nMaxRetentionSec=1week\n")
    (machine / "etc/logrotate.d/nginx").write_text(NGINX)

    assert found().said == "journal: 7 days, nginx: 14 days"
    assert not found().is_well


@pytest.mark.parametrize(
    ("text", "days"),
    [("7day", 7), ("604800", 7), ("1week 1d", 8), ("168h", 7), ("10080min", 7), ("1month", 30), ("0", None)],
)
def test_spans_are_read_as_systemd_reads_them(text: str, days: int | None) -> None:
    read = logs.days_of_span(text)
    assert (round(read) if read else None) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [("weekly\nrotate 10\n", 70), ("weekly\nrotate 10\nmaxage 6\n", 6), ("rotate 5\n", None), ("daily\n", None)],
)
def test_rotation_is_read_as_logrotate_reads_it(text: str, days: int | None) -> None:
    assert logs.days_of_rotation(text) == days


def test_a_demo_promises_nothing(machine: Path, settings: Any) -> None:
    settings.IS_PRODUCTION = False

    assert found().is_well


def test_a_machine_that_keeps_no_logs_is_well(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "JOURNAL_RUNS", machine / "none")

    assert found().is_well
