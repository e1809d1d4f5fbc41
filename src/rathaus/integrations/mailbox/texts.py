"""Text messages as files, as the adapter `sms_file` writes them: one JSON object each."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rathaus.notifications.segments import segments

FOLDER = "sms"  # below that of the mails
MOST_TEXTS = 1_000


@dataclass(frozen=True)
class Text:
    """A text message that would have gone out."""

    key: str
    received_at: datetime
    sender: str
    to: str
    text: str

    @property
    def parts(self) -> int:
        """In how many parts it would have gone out."""
        return segments(self.text)


class Texts:
    """The text messages of one folder, read anew each time; the oldest go when there are more than `most`."""

    def __init__(self, folder: Path, *, most: int = MOST_TEXTS) -> None:
        self.folder = folder
        self.most = most

    def newest(self, *, to: str = "") -> list[Text]:
        """The newest first, all or those to one number, however it is written."""
        texts = sorted(self._read(), key=lambda text: (text.received_at, text.key), reverse=True)
        for old in texts[self.most :]:
            self._path(old.key).unlink(missing_ok=True)
        return [text for text in texts[: self.most] if is_to(text.to, to)]

    def clear(self) -> None:
        """This will delete them all."""
        for path in self._paths():
            path.unlink(missing_ok=True)

    def _paths(self) -> list[Path]:
        return list(self.folder.glob("*.json"))

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _read(self) -> Iterator[Text]:
        for path in self._paths():
            with suppress(OSError, ValueError, KeyError, TypeError):  # gone meanwhile, or not of ours
                sms = json.loads(path.read_bytes())
                received_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield Text(path.stem, received_at, str(sms["from"]), str(sms["to"]), str(sms["text"]))


def is_to(number: str, wanted: str) -> bool:
    """Whether a number (+49151...) is the wanted one, also written 0151 ...; nothing wanted is any."""
    if not wanted.strip():
        return True
    digits = "".join(sign for sign in wanted if sign.isdigit())
    return bool(digits) and "@" not in wanted and number.endswith(digits.lstrip("0"))
