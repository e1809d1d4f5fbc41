"""Writes each text message as a JSON file of its own; it is there whole or not at all, and a copy takes its place."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from rathaus.notifications.ports import ChannelAway, Message


class FileChannel:
    """The `Channel` of text messages."""

    gives_receipts = False

    def look(self) -> None:
        """This will find out whether the folder can be written to.

        :raises rathaus.notifications.ports.ChannelAway: when it cannot be.
        """
        with self.conversation() as open_folder:
            if not os.access(open_folder.folder, os.W_OK | os.X_OK):
                raise ChannelAway("PermissionError")

    @contextmanager
    def conversation(self) -> Iterator["FileConversation"]:
        """This will make the folder where it is missing.

        :raises rathaus.notifications.ports.ChannelAway: when it cannot be written to.
        """
        folder = Path(unquote(urlsplit(str(settings.RATHAUS_SMS_URL)).path))
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as away:
            raise ChannelAway(type(away).__name__) from away
        yield FileConversation(folder)


class FileConversation:
    """One folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hand_over(self, message: Message, key: str) -> str:
        """This will write `<key>.json` and return the key.

        :raises rathaus.notifications.ports.ChannelAway: when the disk is full or the folder gone.
        """
        sms = {"to": message.to, "from": settings.RATHAUS_SMS_FROM, "text": message.text, "key": key}
        hidden = self.folder / f".{key}.new"
        try:
            with open(hidden, "w", encoding="utf-8", opener=_private) as file:
                file.write(json.dumps(sms, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
            hidden.rename(self.folder / f"{key}.json")
        except OSError as away:
            raise ChannelAway(type(away).__name__) from away
        return key


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
