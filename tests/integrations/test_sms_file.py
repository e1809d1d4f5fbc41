"""Text messages as files."""

import json
from pathlib import Path
from typing import Any

import pytest

from rathaus.integrations.sms_file.channel import FileChannel
from rathaus.notifications.ports import ChannelAway, Message


def send(text: str) -> str:
    with FileChannel().conversation() as conversation:
        return conversation.hand_over(Message(to="+4915123456789", subject="", text=text), "key0")


def test_a_text_is_one_whole_file_and_a_copy_takes_its_place(tmp_path: Path, settings: Any) -> None:
    settings.RATHAUS_SMS_URL = f"file://{tmp_path}/out"

    send("Termin")
    send("Termin, şehir")

    files = list((tmp_path / "out").iterdir())
    assert [file.name for file in files] == ["key0.json"]
    assert json.loads(files[0].read_text())["text"] == "Termin, şehir"
    assert files[0].stat().st_mode & 0o77 == 0


def test_a_folder_that_cannot_be_is_away(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "out").write_text("")
    settings.RATHAUS_SMS_URL = f"file://{tmp_path}/out"

    for talk in (lambda: send("Termin"), FileChannel().look):
        with pytest.raises(ChannelAway):
            talk()
