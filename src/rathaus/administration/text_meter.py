"""How long an SMS would be, for those who write it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from rathaus.notifications.segments import GSM_ESCAPED, GSM_LETTERS, segments
from rathaus.notifications.wordings import MARK, PARTS_TO_WRITE


@dataclass(frozen=True)
class Meter:
    """Letters and parts of a text with the values of an example; the first sign that no short alphabet has."""

    letters: int
    parts: int
    odd: str
    most: int
    values: str  # of the marks, as JSON for the script that counts along

    @property
    def is_over(self) -> bool:
        """Whether it has more parts than may be written."""
        return self.parts > self.most


def meter_of(text: str, example: Mapping[str, str]) -> Meter:
    """This will measure what was typed; an unknown mark counts as it stands."""
    filled = MARK.sub(lambda found: example.get(found[1], found[0]), text.replace("\r\n", "\n").strip())
    odd = next((sign for sign in filled if sign not in GSM_LETTERS | GSM_ESCAPED), "")
    return Meter(len(filled), segments(filled) if filled else 0, odd, PARTS_TO_WRITE, json.dumps(dict(example)))
