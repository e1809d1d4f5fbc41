"""schemathesis asks the served API everything that its document allows, and what it does not, and finds nothing."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from tests.api.conftest import make_key
from tests.makers import Maker
from tests.operations.test_metrics import House
from tests.peers import eventually, free_port, granian, running

EXAMPLES, SEED = 50, 20261125
# Whether a number can be a mobile number of its country is no matter of form, so the document cannot say it.
CONFIGURATION = """
[[operations]]
include-path = "/api/v1/appointments/{token}/confirmation"
checks.positive_data_acceptance.expected-statuses = [200, 401, 404, 409, 422]
"""


@pytest.fixture
def house(race_town: str, now: datetime, tmp_path: Path) -> Iterator[House]:
    port = free_port()
    connection.commit()
    with running(*granian(port), log=tmp_path / "web.log") as process:
        found = House(port, process)
        assert eventually(found.works, seconds=40)
        yield found


def test_it_finds_nothing(house: House, now: datetime, tmp_path: Path) -> None:
    Maker(now).counter(capacity=8)
    key = make_key(now, most_holds=10_000, most_requests=1_000_000)
    address = f"http://localhost:{house.port}/api/v1/openapi.json"
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    words = ["run", address, "--seed", str(SEED), "--max-examples", str(EXAMPLES), "--no-color"]
    words += ["--header", f"Authorization: Bearer {key}"]

    done = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout
