"""What was told lately: of so many things at most, the one that was told longest ago is forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import TypeVar

Key = TypeVar("Key")
What = TypeVar("What")


class Memory(OrderedDict[Key, What]):
    """Keeps the `most` things that were put in last."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def put(self, keys: Iterable[Key], what: What) -> None:
        """Keeps `what` under each of these keys, as the newest."""
        for key in keys:
            self[key] = what
            self.move_to_end(key)
        while len(self) > self._most:
            self.popitem(last=False)
