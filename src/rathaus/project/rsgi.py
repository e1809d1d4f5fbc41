"""What granian serves: Django behind the bridge that waits for bodies."""

import multiprocessing
import signal

from rathaus.project.bridge import bridge
from rathaus.project.processes import follow
from rathaus.project.wsgi import application

if (granian := multiprocessing.parent_process()) is not None and granian.pid is not None:
    # A worker would outlive a killed granian, answer with its old code and keep the port.
    follow(granian.pid, signal.SIGKILL)
app = bridge(application)
