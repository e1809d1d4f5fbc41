"""Ports of notifications: a channel that carries messages, a composer that words them."""

from base64 import b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class ChannelAway(Exception):
    """The channel cannot be reached (any more); what was not handed over waits and is tried again."""


class NotAdmitted(ChannelAway):
    """The channel answers and refuses us, whatever the message: a wrong password, key or template."""


class NotNow(Exception):
    """The channel will not take this message at present; it is tried again."""


class Rejected(Exception):
    """The channel will never take this message."""


class Unanswered(Exception):
    """The message was handed over and the answer got lost: it may have arrived. The conversation is over."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    content: bytes
    mime: str  # for example "text/calendar; method=REQUEST"


@dataclass(frozen=True)
class Picture:
    """A picture inside the HTML, which names it `cid:<cid>`: it comes along, and nothing is fetched to show it."""

    cid: str
    content: bytes
    mime: str

    @property
    def as_data(self) -> str:
        """It as an address that holds it (RFC 2397), for showing the HTML outside of a mail."""
        return f"data:{self.mime};base64,{b64encode(self.content).decode()}"


@dataclass(frozen=True)
class Message:
    """A message as a channel carries it. `html` may be empty; so may the sender's name and the address for replies."""

    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""
    reply_to: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def page(self) -> str:
        """The HTML as a page of its own, its pictures in it."""
        page = self.html
        for picture in self.pictures:
            page = page.replace(f"cid:{picture.cid}", picture.as_data)
        return page


class Conversation(Protocol):
    """A channel that is open."""

    def hand_over(self, message: Message, key: str) -> str:
        """This will hand one message over and return the provider's receipt; copies of a message share their key.

        :raises Rejected: when it will never be taken.
        :raises NotNow: when it is not taken at present; the conversation goes on.
        :raises ChannelAway: when the channel got lost before it had the message.
        :raises Unanswered: when the channel got lost while it may have had the message.
        """


class Channel(Protocol):
    """Carries messages."""

    @property
    def gives_receipts(self) -> bool:
        """Whether it tells later what became of a message."""

    def look(self) -> None:
        """This will find out whether messages would be taken, without sending one.

        :raises ChannelAway: when it cannot be reached.
        :raises NotAdmitted: when it refuses us.
        """

    def conversation(self) -> AbstractContextManager[Conversation]:
        """This will open the channel for some messages.

        :raises ChannelAway: when it cannot be reached.
        """


Composer = Callable[[str, str, datetime], Message | None]
"""(subject id, kind, moment) to the message, or None when there is nothing to say (any more)."""

_channels: dict[str, Channel] = {}
_composers: dict[str, Composer] = {}


def serve_channel(name: str, channel: Channel) -> None:
    """This will have the adapter carry the channel of that name (project.wiring only)."""
    _channels[name] = channel


def compose_with(subject_kind: str, composer: Composer) -> None:
    """This will have the composer word messages of subjects `<subject_kind>/<id>` (project.wiring only)."""
    _composers[subject_kind] = composer


def is_served(name: str) -> bool:
    """Whether messages can go by that channel in this house."""
    return name in _channels


def channel(name: str) -> Channel:
    """This will return the adapter of a channel.

    :raises ChannelAway: when none is wired.
    """
    if name not in _channels:
        raise ChannelAway(f"no channel {name}")
    return _channels[name]


def compose(subject: str, kind: str, at: datetime) -> Message | None:
    """This will word the message of a subject.

    :raises KeyError: when nobody words messages of its kind.
    """
    subject_kind, _, subject_id = subject.partition("/")
    return _composers[subject_kind](subject_id, kind, at)
