"""What granian serves: Django behind the bridge that waits for bodies."""

from rathaus.project.bridge import bridge
from rathaus.project.wsgi import application

app = bridge(application)
