"""The passphrase of back-ups, from the environment."""

import os
from pathlib import Path

NAME = "RATHAUS_BACKUP_PASSPHRASE"


def passphrase() -> str:
    """This will return the passphrase that seals the secret key in back-ups ("" where none is set)."""
    if path := os.environ.get(f"{NAME}_FILE", ""):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(NAME, "")
