"""Folders that a database server can live in, whoever runs the tests."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder that the database's user can reach; pytest's own lie in a private one."""
    folder = Path(tempfile.mkdtemp(prefix="rathaus-", dir="/var/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
