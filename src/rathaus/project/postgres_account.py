"""Who the embedded PostgreSQL runs as, and where that user may go."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import Any


class PostgresUnusable(Exception):
    """The embedded server cannot work here; the text is one line for the person who started it."""


class Account:
    """The user that the server runs as: ourselves, or as root a named other one."""

    def __init__(self, uid: int, gid: int, name: str, *, is_other: bool) -> None:
        self.uid, self.gid, self.name, self.is_other = uid, gid, name, is_other

    @classmethod
    def of_the_server(cls) -> "Account":
        """Who the server runs as: ourselves, or as root the user that RATHAUS_PG_USER names.

        :raises PostgresUnusable: when that user cannot be used
        """
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), name_of(os.geteuid()), is_other=False)
        name = os.environ.get("RATHAUS_PG_USER", "nobody")
        try:
            entry = pwd.getpwnam(name)
        except KeyError as error:
            raise PostgresUnusable(f"RATHAUS_PG_USER: there is no user {name}") from error
        if entry.pw_uid == 0:
            raise PostgresUnusable("RATHAUS_PG_USER: PostgreSQL does not run as root")
        return cls(entry.pw_uid, entry.pw_gid, name, is_other=True)

    def as_the_server(self) -> dict[str, Any]:
        """The arguments for `subprocess` that start a program as this user, far from our terminal."""
        environ = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        changed = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        return {
            "env": environ, "cwd": "/", "stdin": subprocess.DEVNULL, "start_new_session": True, **changed,
        }  # fmt: skip

    def make_private(self, folder: Path) -> None:
        """This will create a folder that only this user may enter."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            return
        if self.is_other:
            os.chown(folder, self.uid, self.gid)

    def check_may_enter(self, folder: Path) -> None:
        """This will make sure that this user can reach the folder.

        :raises PostgresUnusable: naming the parent that is closed
        """
        if not self.is_other:
            return
        for step in [*reversed(folder.parents), folder]:
            words = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(step)]
            if subprocess.run(words, check=False, stderr=subprocess.DEVNULL, **self.as_the_server()).returncode:
                raise PostgresUnusable(
                    f"the database's user {self.name} may not enter {step}: "
                    "choose another RATHAUS_DATA, for instance below /var/lib"
                )


def name_of(uid: int) -> str:
    """The name of the user with that number.

    :raises PostgresUnusable: when there is none
    """
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError as error:
        raise PostgresUnusable(
            f"the user with the number {uid} has no name in /etc/passwd, which PostgreSQL needs"
        ) from error
