"""The set-up tells in one line why a step failed, and trusts what the machine trusts."""

from pathlib import Path

import pytest
from tools import setup

NPM = """
npm error code SELF_SIGNED_CERT_IN_CHAIN
npm error request to https://registry.example/htmx.org failed, reason: self-signed certificate in certificate chain
npm error A complete log of this run can be found in: /home/amina/.npm/_logs/debug-0.log
"""


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (NPM, "failed, reason: self-signed certificate in certificate chain"),
        ("Collecting django\nERROR: No matching distribution\n", "ERROR: No matching distribution"),
        ("one\ntwo\n\n", "two"),
        ("", "it ended without a word"),
    ],
)
def test_a_failed_program_tells_why(output: str, line: str) -> None:
    assert setup.telling_line(output).endswith(line)


def test_packages_are_loaded_with_the_certificates_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    monkeypatch.setattr(setup, "CERTIFICATES", tmp_path)
    assert setup.environment()["NODE_EXTRA_CA_CERTS"] == str(tmp_path)

    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/etc/own.pem")
    assert setup.environment()["NODE_EXTRA_CA_CERTS"] == "/etc/own.pem"
