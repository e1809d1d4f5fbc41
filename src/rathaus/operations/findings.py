"""What a probe finds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Finding:
    """What a probe found: its name, whether that is well, in words, and what to do if it is not."""

    name: str
    said: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


Probe = Callable[[datetime], Finding]
