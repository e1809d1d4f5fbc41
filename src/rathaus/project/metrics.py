"""Metrics of several processes: each keeps its own files, and whoever is asked adds all of them up."""

import os
import re
from pathlib import Path

from rathaus.project.env import EnvironmentInvalid

OF_PROCESS = re.compile(r"_(\d+)\.db\Z")


def collect_over_processes(state: Path) -> None:
    """This will have prometheus_client keep its figures in a folder, and remove those of processes that are gone.

    A counter may so become smaller, which Prometheus takes for a new start, as it is. The folder is the one that
    systemd makes for us (`RuntimeDirectory=`, the same for web and worker), else `metrics` in the state folder.

    :raises EnvironmentInvalid: when we may not write there.
    """
    folder = Path(os.environ.get("RUNTIME_DIRECTORY", state)) / "metrics"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise EnvironmentInvalid([f"RATHAUS_METRICS_TOKEN: {folder} cannot be made ({error.strerror})"]) from error
    for file in folder.glob("*.db"):
        owner = OF_PROCESS.search(file.name)
        if owner and not Path("/proc", owner[1]).exists():
            file.unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
