"""One message in two captures, on either side of a NAT: a ladder draws it once, between the ends that it has."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sipwhy.model import Message
from sipwhy.reference.networks import is_hidden
from sipwhy.views.picture import Arrow, Band, Column, Row

_Key = tuple[object, ...]


class Sightings:
    """The messages that were drawn, to know again by branch, number and tags: a proxy would have put a Via of its own on top."""

    def __init__(self) -> None:
        self._seen: dict[_Key, tuple[Message, _Key]] = {}
        self.beyond: set[_Key] = set()
        """What ladders know those messages by that were drawn as one with an earlier sighting."""

    def add(self, message: Message, key: _Key) -> None:
        """Takes a message that is drawn under `key`."""
        if message.branch:
            self._seen.setdefault(_of(message), (message, key))

    def twin(self, message: Message) -> _Key | None:
        """Under what the same message is drawn as another capture holds it, with a hidden end in place of a public one or the other way."""
        other, key = self._seen.get(_of(message), (None, None))
        if other is None or other.file == message.file:
            return None
        if other.src == message.src:
            ends = other.dst.ip, message.dst.ip
        elif other.dst == message.dst:
            ends = other.src.ip, message.src.ip
        else:
            return None
        return key if is_hidden(ends[0]) != is_hidden(ends[1]) else None


def is_inside(message: Message) -> bool:
    """Whether a message was captured where one end has a hidden address."""
    return is_hidden(message.src.ip) or is_hidden(message.dst.ip)


def without_unused(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[tuple[Column, ...], list[Row]]:
    """The picture without the columns that nothing comes from or goes to."""
    ends = {end for row in rows if isinstance(row, Arrow) for end in (row.src, row.dst)}
    ends |= {end for row in rows if isinstance(row, Band) for end in (row.left, row.right)}
    places = {place: at for at, place in enumerate(sorted(ends))}
    return tuple(columns[place] for place in places), [_moved(row, places) for row in rows]


def _moved(row: Row, places: dict[int, int]) -> Row:
    if isinstance(row, Arrow):
        return replace(row, src=places[row.src], dst=places[row.dst])
    return replace(row, left=places[row.left], right=places[row.right]) if isinstance(row, Band) else row


def _of(message: Message) -> _Key:
    vias = len(message.values("Via"))
    return message.method, message.status, message.cseq, message.branch, message.from_tag, message.to_tag, vias
