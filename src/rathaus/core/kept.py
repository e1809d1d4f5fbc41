"""What a process keeps of many towns: the things used last, and no more than so many."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` things by their key; the one not used for longest makes room. For all threads of a process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """This will return what is kept under the key, and count as its use."""
        with self._lock:
            if (thing := self._things.get(key)) is not None:
                self._things.move_to_end(key)
            return thing

    def put(self, key: K, thing: V) -> None:
        """This will keep a thing in place of what the key held."""
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > self._most:
                self._things.popitem(last=False)

    def clear(self) -> None:
        """This will drop everything."""
        with self._lock:
            self._things.clear()

    def __len__(self) -> int:
        return len(self._things)
