"""The product's settings with the hammer's URLs."""

from rathaus.project.settings import *  # noqa: F403

ROOT_URLCONF = "tests.towns.hammer_urls"
