"""Runs a command with DATABASE_URL naming a throw-away server of the machine's own PostgreSQL."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SETTINGS = {"fsync": "off", "synchronous_commit": "off", "listen_addresses": "", "max_connections": "200"}


def find_programs() -> Path:
    """This will return the folder of the newest PostgreSQL programs of Debian."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        sys.exit("No PostgreSQL here. Type: sudo apt-get install postgresql")
    return found[-1]


def as_server_user(folder: Path) -> dict[str, Any]:
    """This will return how to start programs as a user that PostgreSQL accepts, who then owns the folder."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def end(_number: int, _frame: object) -> None:
    """This will end us tidily."""
    sys.exit(130)


def main() -> None:
    """This will start the server, run the command, stop the server, and end as the command did."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="rathaus-pg-", dir="/tmp"))
    account = as_server_user(folder)
    data, quiet = folder / "data", {"stdout": subprocess.DEVNULL, "cwd": "/"}
    pg_ctl = [str(programs / "pg_ctl"), "-D", str(data)]
    try:
        words = ["-D", str(data), "-U", "rathaus", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([str(programs / "initdb"), *words], check=True, **quiet, **account)
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        start = ["-w", "-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start"]
        subprocess.run([*pg_ctl, *start], check=True, **quiet, **account)
        folder.chmod(0o755)  # the tests may run as another user than the server
        url = f"postgresql://rathaus@/postgres?host={folder}"
        print(f"PostgreSQL {programs.parent.name}: {url}", flush=True)
        code = subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}, check=False).returncode
    finally:  # also after Ctrl-C: it would run on, without its files
        subprocess.run([*pg_ctl, "-m", "immediate", "stop"], check=False, stderr=subprocess.DEVNULL, **quiet, **account)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
