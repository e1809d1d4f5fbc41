"""Operators set the environment; what is wrong is said all at once, before anything starts."""

import ipaddress
import os
from pathlib import Path

import pytest

from rathaus.project.env import EnvironmentInvalid, read_environment
from rathaus.project.postgres import EmbeddedPostgres
from rathaus.project.run_settings import children_environment, texts_url

PRODUCTION = {
    "RATHAUS_MODE": "production",
    "RATHAUS_SECRET_KEY": "correct horse battery staple, and then some more of it",
    "DATABASE_URL": "postgresql://rathaus:geheim@db.example:5433/town?sslmode=require",
    "RATHAUS_SMTP_URL": "smtp+starttls://post:geheim@mail.example:587",
    "RATHAUS_MAIL_FROM": "Rathaus Musterstadt <post@musterstadt.example>",
}


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(EnvironmentInvalid) as caught:
        read_environment(environ)
    return caught.value.problems


def test_production_reads_a_complete_environment() -> None:
    found = read_environment(PRODUCTION | {"RATHAUS_TRUSTED_PROXIES": "10.0.0.0/8, ::1"})
    assert found.database == {
        "NAME": "town",
        "USER": "rathaus",
        "PASSWORD": "geheim",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }
    assert (found.public_scheme, found.public_port) == ("https", 443)
    assert found.trusted_proxies == (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1"))


def test_production_is_the_mode_when_none_is_named() -> None:
    assert len(problems({})) == 4


def test_production_names_every_missing_setting_at_once() -> None:
    found = problems({"RATHAUS_MODE": "production"})
    names = [line.split(":")[0] for line in found]
    assert sorted(names) == ["DATABASE_URL", "RATHAUS_MAIL_FROM", "RATHAUS_SECRET_KEY", "RATHAUS_SMTP_URL"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("RATHAUS_MODE", "prod", "none of demo, production, test"),
        ("RATHAUS_SECRET_KEY", "short", "openssl rand"),
        ("RATHAUS_SECRET_KEY", "a" * 60, "too uniform"),
        ("DATABASE_URL", "mysql://root@localhost/x", "not an address like postgresql://"),
        ("DATABASE_URL", "postgresql://rathaus:100%@localhost/x", "written %XX"),
        ("DATABASE_URL", "postgresql://rathaus@localhost", "not an address like"),
        ("RATHAUS_SMTP_URL", "mail.example", "not an address like"),
        ("RATHAUS_SMTP_URL", "smtp://mail.example:abc", "Port"),
        ("RATHAUS_SMTP_URL", "smtp://post:geheim@mail.example", "readable"),
        ("RATHAUS_MAIL_FROM", "musterstadt", "not an address like"),
        ("RATHAUS_TRUSTED_PROXIES", "10.0.0.1/8", "host bits"),
        ("RATHAUS_TRUSTED_PROXIES", "10.0.0.1, 0.0.0.0/0", "0.0.0.0/0 is everybody"),
        ("RATHAUS_TRUSTED_PROXIES", "::/0", "::/0 is everybody"),
        ("RATHAUS_OUTBOUND_NETWORKS", "10.1.0.1/16", "host bits"),
        ("RATHAUS_OUTBOUND_NETWORKS", "10.1.0.0/16 0.0.0.0/0", "0.0.0.0/0 is every network"),
        ("RATHAUS_SMS_RECEIPT_TOKEN", "twenty-signs-are-few", "shorter than 32"),
        ("RATHAUS_PUBLIC_SCHEME", "http", "production needs https"),
        ("RATHAUS_PUBLIC_SCHEME", "ftp", "none of http, https"),
        ("RATHAUS_PORT", "80000", "not a number from 1 to 65535"),
        ("RATHAUS_WEB_WORKERS", "0", "not a number from 1 to 256"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(name: str, value: str, told: str) -> None:
    found = problems(PRODUCTION | {name: value})
    assert len(found) == 1
    assert found[0].startswith(f"{name}: ")
    assert told in found[0]


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(PRODUCTION["RATHAUS_SECRET_KEY"] + "\n")
    environ = PRODUCTION | {"RATHAUS_SECRET_KEY": "", "RATHAUS_SECRET_KEY_FILE": str(file)}
    assert read_environment(environ).secret_key == PRODUCTION["RATHAUS_SECRET_KEY"]


def test_a_missing_file_or_one_too_many_is_told(tmp_path: Path) -> None:
    missing = {"RATHAUS_SECRET_KEY": "", "RATHAUS_SECRET_KEY_FILE": str(tmp_path / "no")}
    assert "cannot be read" in problems(PRODUCTION | missing)[0]
    assert "not both" in problems(PRODUCTION | {"DATABASE_URL_FILE": "/some/file"})[0]


def test_no_secret_shows_when_settings_are_printed() -> None:
    shown = repr(read_environment(PRODUCTION))
    assert "geheim" not in shown
    assert "staple" not in shown


@pytest.mark.parametrize("url", ["mysql://root:geheim@localhost/x", "postgresql://rathaus:geheim%@[::1/x"])
def test_an_address_that_cannot_be_read_is_not_repeated_with_its_password(url: str) -> None:
    assert "geheim" not in "".join(problems(PRODUCTION | {"DATABASE_URL": url}))


def test_the_demo_needs_nothing_and_finds_its_own_database(tmp_path: Path) -> None:
    found = read_environment({"RATHAUS_MODE": "demo", "RATHAUS_DATA": str(tmp_path), "RATHAUS_PORT": "8123"})
    assert found.database["HOST"] == str(EmbeddedPostgres(tmp_path).socket_folder)
    assert (found.public_scheme, found.public_port) == ("http", 8123)


def test_the_processes_of_make_run_can_read_what_came_from_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "RATHAUS_SMTP_URL"):
        (tmp_path / name).write_text(PRODUCTION[name])
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
        monkeypatch.delenv(name, raising=False)
    for name in ("RATHAUS_MODE", "RATHAUS_SECRET_KEY", "RATHAUS_MAIL_FROM"):
        monkeypatch.setenv(name, PRODUCTION[name])
    found = read_environment(os.environ)

    inherited = read_environment(children_environment(found, found.smtp_url))

    assert (inherited.database_url, inherited.smtp_url) == (PRODUCTION["DATABASE_URL"], PRODUCTION["RATHAUS_SMTP_URL"])


def test_make_run_keeps_texts_in_a_folder_and_a_gateway_of_ones_own_wins(tmp_path: Path) -> None:
    found = read_environment({"RATHAUS_MODE": "demo", "RATHAUS_DATA": str(tmp_path)})

    inherited = read_environment(children_environment(found, "smtp://127.0.0.1:1", texts_url(tmp_path / "ä b")))

    assert inherited.sms_url == f"file://{tmp_path}/%C3%A4%20b"


def test_inner_networks_that_may_be_asked_are_named_and_never_all_of_them() -> None:
    assert read_environment(PRODUCTION).outbound_networks == ()
    found = read_environment(PRODUCTION | {"RATHAUS_OUTBOUND_NETWORKS": "10.1.0.0/16, fd00::/8"})
    assert found.outbound_networks == (ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("fd00::/8"))
